package io.gradstream.pipeline.control;

import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands of a run again, at the offsets at which they were applied. What a rollback goes to
 * is a version of the offsets that it went to: one is wanted there when they are passed. For
 * samples of one partition. Not thread-safe.
 */
public final class ScriptedCommands implements CommandSource {
  private final Queue<AppliedCommand> left;
  private final TreeSet<Long> points = new TreeSet<>();
  private final Set<Long> wanted;
  private final Map<Long, Snapshot> targets = new HashMap<>();

  /**
   * The commands in their order.
   *
   * @throws IllegalArgumentException if one cannot be done again
   */
  public ScriptedCommands(List<AppliedCommand> commands) {
    this.left = new ArrayDeque<>(commands);
    for (AppliedCommand each : commands) {
      requirePossible(each);
      each.to().ifPresent(to -> points.add(next(to)));
    }
    this.wanted = Set.copyOf(points);
  }

  private static void requirePossible(AppliedCommand applied) {
    next(applied.at());
    if (applied.command() instanceof Command.Rollback back
        && (back.then() || applied.to().isEmpty())) {
      throw new IllegalArgumentException(
          "a rollback must have gone on with what came next, to be done again: offset "
              + applied.offset());
    }
  }

  private static long next(Offsets offsets) {
    List<Long> partitions =
        offsets.byTopic().values().stream().map(Map::values).flatMap(Collection::stream).toList();
    if (partitions.size() > 1) {
      throw new IllegalArgumentException(
          "samples must be of one partition for their commands to be done again: "
              + offsets.byTopic());
    }
    return partitions.isEmpty() ? 0 : partitions.get(0);
  }

  @Override
  public @Nullable ReceivedCommand poll(long reached) {
    if (!points.isEmpty() && reached >= points.first()) {
      points.pollFirst();
      return ReceivedCommand.wanted();
    }
    AppliedCommand next = left.peek();
    if (next == null || reached < next(next.at())) {
      return null;
    }
    left.remove();
    Optional<Snapshot> target = next.to().map(to -> targets.get(next(to)));
    return new ReceivedCommand(next.offset(), Optional.of(next.command()), target);
  }

  @Override
  public long nextAt() {
    AppliedCommand next = left.peek();
    long command = next == null ? Long.MAX_VALUE : next(next.at());
    return points.isEmpty() ? command : Math.min(command, points.first());
  }

  /**
   * Takes a version that is public: a rollback may go to it.
   *
   * @param whole gives all of it, if that is so
   */
  public void published(ModelVersion version, Supplier<Snapshot> whole) {
    if (!wanted.isEmpty() && wanted.contains(next(version.offsets()))) {
      targets.computeIfAbsent(next(version.offsets()), point -> whole.get());
    }
  }
}
