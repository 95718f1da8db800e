package io.gradstream.learn;

import io.gradstream.data.SampleSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.version.ModelDescription;
import io.gradstream.version.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a model goes on under another configuration, what begins anew, and what cannot be carried
 * over.
 *
 * <p>Another rate, clip, batch or guard changes nothing of what was learned. Another optimizer, or
 * one that keeps other things, and another type of schedule begin their own state, another scaling
 * its own figures, another type of loss the metrics. A feature takes its columns with it, a new one
 * starts at zero. Layers, the label, columns that features share and the notation of numbers are
 * what the parameters stand for: other ones are another model.
 */
public final class Evolution {
  private static final List<String> ANOTHER_MODEL =
      List.of("model.layers", "sample.label", "sample.buckets", "sample.numbers");
  private static final Pattern OPTIMIZER_TYPE =
      Pattern.compile("optimizer\\.(experts\\[\\d+]\\.)?type ");
  private static final Set<String> WITHOUT_EFFECT = Set.of("seed", "model.initial");

  private final ModelDescription before;
  private final ModelDescription after;
  private final List<String> differences;
  private final ColumnMoves columns;

  private Evolution(ModelDescription before, ModelDescription after, List<String> differences) {
    this.before = before;
    this.after = after;
    this.differences = differences;
    this.columns = new ColumnMoves(before.sample(), after.sample());
  }

  /** From what a snapshot was made with. */
  static Evolution of(Snapshot snapshot, LearnerSettings after) {
    return new Evolution(
        ModelDescription.of(snapshot.version()),
        after.description(),
        after.differencesSince(snapshot.checkpoint().configuration()));
  }

  /** From one configuration to another. */
  public static Evolution of(LearnerSettings before, LearnerSettings after) {
    return new Evolution(
        before.description(), after.description(), after.differencesSince(before.flattened()));
  }

  /**
   * Every setting that has changed, a line each, {@code optimizer.learningRate was 0.1, is 0.2}.
   */
  public List<String> differences() {
    return differences;
  }

  /** Those because of which it is another model, a line each; empty where it can go on. */
  public List<String> impossible() {
    List<String> lines = new ArrayList<>();
    for (String line : differences) {
      if (ANOTHER_MODEL.stream().anyMatch(line::startsWith)) {
        lines.add(line);
      }
    }
    if (!columns.isNone() && !(after.layers().get(0) instanceof LayerSettings.Linear)) {
      lines.add("features can change only where model.layers begin with a linear layer");
    }
    return lines;
  }

  /** What becomes of the model, a line each: what begins anew, and what is set otherwise. */
  public List<String> effects() {
    List<String> lines = new ArrayList<>(columns.lines());
    if (hasOtherOptimizer()) {
      lines.add("the optimizer begins anew");
    }
    if (hasChanged("schedule.type")) {
      lines.add("the schedule begins anew");
    }
    if (hasChanged("loss.type")) {
      lines.add("the metrics begin anew");
    }
    for (String line : differences) {
      if (!line.startsWith("sample.features")
          && ANOTHER_MODEL.stream().noneMatch(line::startsWith)) {
        boolean idle = WITHOUT_EFFECT.stream().anyMatch(line::startsWith);
        lines.add(line + (idle ? ", which a model that goes on has no use for" : ""));
      }
    }
    return lines;
  }

  boolean hasChanged(String key) {
    return differences.stream().anyMatch(line -> line.startsWith(key + " "));
  }

  /** Whether it is optimized by another kind, or one of several kinds is another. */
  boolean hasOtherOptimizer() {
    return differences.stream().anyMatch(line -> OPTIMIZER_TYPE.matcher(line).lookingAt());
  }

  /** Whether features are read, scaled or filled otherwise. */
  boolean hasOtherFeatures() {
    return !before.sample().features().equals(after.sample().features());
  }

  ColumnMoves columns() {
    return columns;
  }

  /** Whether the first layer's weights were kept by column, for rows that are mostly zero. */
  boolean wasSparse() {
    SampleSettings sample = before.sample();
    return sample.isSparse() || !sample.embeddings().isEmpty();
  }

  /** What a version says of it, its members always in the same order. */
  Map<String, Object> describe(Snapshot snapshot) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("version", snapshot.version().version());
    description.put("samples", snapshot.version().samples());
    description.put("settings", differences);
    return description;
  }
}
