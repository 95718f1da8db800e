package io.gradstream.learn;

import io.gradstream.data.CrossPart;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleSettings;
import io.gradstream.settings.SettingsTree;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the columns of a first layer's input were under an earlier schema: a feature takes its
 * columns with it, by its name and what it is, however it is scaled or filled.
 */
final class ColumnMoves {
  private static final int NEW = -1;

  private final SampleSettings before;
  private final SampleSettings after;
  private final int[] matches;
  private final int[] origins;

  /** From one schema to another. */
  ColumnMoves(SampleSettings before, SampleSettings after) {
    this.before = before;
    this.after = after;
    this.matches = matches();
    this.origins = new int[width(after)];
    Arrays.fill(origins, NEW);
    SampleColumns old = before.columns();
    SampleColumns own = after.columns();
    for (int i = 0; i < matches.length; i++) {
      if (matches[i] != NEW) {
        move(own.of(i), old.of(matches[i]));
      }
    }
    moveTables();
  }

  private int[] matches() {
    int[] found = new int[after.features().size()];
    boolean[] taken = new boolean[before.features().size()];
    for (int i = 0; i < found.length; i++) {
      found[i] = match(after.features().get(i), taken);
      if (found[i] != NEW) {
        taken[found[i]] = true;
      }
    }
    return found;
  }

  private int match(FeatureSettings feature, boolean[] taken) {
    Map<String, Object> kind = kind(feature, after);
    for (int j = 0; j < taken.length; j++) {
      if (!taken[j] && kind.equals(kind(before.features().get(j), before))) {
        return j;
      }
    }
    return NEW;
  }

  /** What a feature is, apart from what becomes of its numbers. */
  private static Map<String, Object> kind(FeatureSettings feature, SampleSettings of) {
    Map<String, Object> kind = new HashMap<>(SettingsTree.of((Record) feature).values());
    kind.remove("scale");
    kind.remove("missing");
    for (String name : feature.combined()) {
      CrossPart.bins(name, of.features()).ifPresent(bins -> kind.put(name, bins.bins()));
    }
    return kind;
  }

  private static int width(SampleSettings sample) {
    return sample.width() + sample.embeddings().stream().mapToInt(ColumnMoves::size).sum();
  }

  private static int size(Categorical table) {
    return table.embedding().orElseThrow();
  }

  private void move(FeatureColumns to, FeatureColumns from) {
    for (int k = 0; k < to.columns(); k++) {
      origins[to.column() + k] = from.column() + k;
    }
    if (to.hasIndicator() && from.hasIndicator()) {
      origins[to.missing()] = from.missing();
    }
  }

  /** The vectors of tables stand behind all other columns, in the features' order. */
  private void moveTables() {
    int to = after.width();
    for (Categorical own : after.embeddings()) {
      int from = before.width();
      for (Categorical old : before.embeddings()) {
        if (old.field().equals(own.field()) && size(old) == size(own)) {
          for (int k = 0; k < size(own); k++) {
            origins[to + k] = from + k;
          }
        }
        from += size(old);
      }
      to += size(own);
    }
  }

  /** Whether every column is where it was. */
  boolean isNone() {
    return origins.length == width(before)
        && IntStream.range(0, origins.length).allMatch(i -> origins[i] == i);
  }

  /** What becomes of the features, a line for each that is new, gone, or scaled otherwise. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<Integer> kept = IntStream.of(matches).boxed().toList();
    for (int i = 0; i < matches.length; i++) {
      String name = name(after.features().get(i));
      if (matches[i] == NEW) {
        lines.add(name + " is new and starts at zero");
      } else if (!before
          .features()
          .get(matches[i])
          .scale()
          .equals(after.features().get(i).scale())) {
        lines.add(name + " keeps its columns, its scale begins anew");
      }
    }
    for (int j = 0; j < before.features().size(); j++) {
      if (!kept.contains(j)) {
        lines.add(name(before.features().get(j)) + " is gone, and its columns with it");
      }
    }
    return lines;
  }

  private static String name(FeatureSettings feature) {
    return "feature %s, %s,".formatted(feature.field(), feature.type().word());
  }

  /**
   * Moves the columns of a matrix, {@code [out, columns]}.
   *
   * @param start what the columns have that are new, of the moved matrix's shape
   */
  Tensor moveColumns(Tensor matrix, Tensor start) {
    Tensor moved = start.copy();
    int rows = matrix.shape().extent(0);
    int width = matrix.shape().extent(1);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < origins.length; column++) {
        if (origins[column] != NEW) {
          moved.data()[row * origins.length + column] =
              matrix.data()[row * width + origins[column]];
        }
      }
    }
    return moved;
  }
}
