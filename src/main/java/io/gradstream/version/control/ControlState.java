package io.gradstream.version.control;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What has become of the commands to a learner.
 *
 * @param next the offset of the next command
 * @param paused whether it learns nothing for now
 * @param rate the learning rate in place of the configured one, if it was told one
 * @param applied the newest commands that were applied, in their order
 */
public record ControlState(
    long next, boolean paused, Optional<Double> rate, List<AppliedCommand> applied) {
  /** So many are remembered: a version must not grow with every command. */
  private static final int MOST = 16;

  private static final ControlState NONE = new ControlState(0, false, Optional.empty(), List.of());

  /** Copies the list. */
  public ControlState {
    applied = List.copyOf(applied);
  }

  /** That of a learner that has never been told anything. */
  public static ControlState none() {
    return NONE;
  }

  /** The same, with what the command says itself in effect. */
  public ControlState after(AppliedCommand command) {
    List<AppliedCommand> all = new ArrayList<>(applied);
    all.add(command);
    List<AppliedCommand> newest = all.subList(Math.max(0, all.size() - MOST), all.size());
    return effect(command.command()).with(command.offset() + 1, newest);
  }

  private ControlState effect(Command command) {
    if (command instanceof Command.LearningRate learning) {
      return withRate(Optional.of(learning.rate()));
    }
    boolean pauses = command instanceof Command.Pause;
    boolean stays = paused && !(command instanceof Command.Resume);
    return new ControlState(next, pauses || stays, rate, applied);
  }

  private ControlState with(long other, List<AppliedCommand> commands) {
    return new ControlState(other, paused, rate, commands);
  }

  /** The same behind a command that had no effect. */
  public ControlState passedOver(long offset) {
    return with(offset + 1, applied);
  }

  /** The same with this learning rate, or the configured one. */
  public ControlState withRate(Optional<Double> other) {
    return new ControlState(next, paused, other, applied);
  }

  /** It as a tree; empty where there has been nothing. */
  public Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    // The same one as a rule: then nothing that compares records is linked at the start.
    if (!Objects.equals(this, NONE)) {
      tree.put("next", next);
      tree.put("paused", paused);
      rate.ifPresent(given -> tree.put("rate", given));
      tree.put("applied", applied.stream().map(AppliedCommand::tree).toList());
    }
    return tree;
  }

  /**
   * What a tree is of.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ControlState of(Map<String, Object> tree) {
    if (tree.isEmpty()) {
      return NONE;
    }
    if (tree.get("next") instanceof Long next && tree.get("applied") instanceof List<?> applied) {
      Optional<Double> rate =
          Optional.ofNullable(tree.get("rate")).map(Number.class::cast).map(Number::doubleValue);
      return new ControlState(
          next,
          Boolean.TRUE.equals(tree.get("paused")),
          rate,
          applied.stream().map(ControlState::applied).toList());
    }
    throw new IllegalArgumentException("control must have next and applied: " + tree);
  }

  @SuppressWarnings("unchecked")
  private static AppliedCommand applied(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return AppliedCommand.of((Map<String, Object>) map);
    }
    throw new IllegalArgumentException("applied must be objects: " + tree);
  }
}
