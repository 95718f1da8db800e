package io.gradstream.app.replay;

import io.gradstream.app.train.UsageException;
import io.gradstream.config.Overrides;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values for some keys, to be combined.
 *
 * @param axes the values by key
 */
public record TuneGrid(Map<String, List<String>> axes) {
  private static final int MOST = 10_000;

  /**
   * The grid of {@code KEY=V1,V2} options.
   *
   * @throws UsageException if one of them is none
   */
  public static TuneGrid of(List<String> tries) {
    Map<String, List<String>> axes = new LinkedHashMap<>();
    for (String each : tries) {
      int equals = each.indexOf('=');
      if (equals < 1 || equals == each.length() - 1) {
        throw new UsageException(
            "--try must be KEY=V1,V2,..., as optimizer.learningRate=0.01,0.1 is: " + each);
      }
      if (axes.put(each.substring(0, equals), values(each.substring(equals + 1))) != null) {
        throw new UsageException("--try must name a key once: " + each);
      }
    }
    return new TuneGrid(axes);
  }

  /**
   * Every combination; the last key's values change first.
   *
   * @throws UsageException if a key is none, or there are too many
   */
  public List<Overrides> combinations() {
    try {
      return combined().stream().map(Overrides::new).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException("--try " + e.getMessage());
    }
  }

  private List<Map<String, String>> combined() {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> one : all) {
        for (String value : axis.getValue()) {
          Map<String, String> more = new LinkedHashMap<>(one);
          more.put(axis.getKey(), value);
          longer.add(more);
        }
      }
      if (longer.size() > MOST) {
        throw new UsageException("--try must give at most %d combinations".formatted(MOST));
      }
      all = longer;
    }
    return all;
  }

  /** Cut at commas, but for those within brackets, braces or quotes. */
  private static List<String> values(String text) {
    List<String> values = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      depth += quoted ? 0 : "[{".indexOf(c) >= 0 ? 1 : "]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0 && !quoted) {
        values.add(text.substring(start, i));
        start = i + 1;
      }
    }
    values.add(text.substring(start));
    return values;
  }
}
