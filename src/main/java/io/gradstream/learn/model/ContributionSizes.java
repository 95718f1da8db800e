package io.gradstream.learn.model;

import io.gradstream.data.FeatureEntries;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.nn.LayerSettings;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.NamedState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * How much each field has to say: a running mean of the size of what it adds to the output of the
 * first layer, {@code ‖Σ w_c · x_c‖} over the columns c that are the field's own in a sample, with
 * their scaled values x and the weights w that each has for every output. Of a linear model that is
 * what the field adds to the prediction, before the loss makes a probability of it and in the units
 * of the scaled label. Of a first layer that is not linear nothing is told.
 *
 * <p>The samples are about one in 128 of the stream, {@link FeatureEntries#EVERY}: the first 32 of
 * those, and then every fourth, or up to every 32nd where a sample has many weights of that layer.
 * Looking at one takes some hundred nanoseconds for ten numbers and a thousand for a layer of 128
 * outputs, which is 1 to 10 a sample of the stream. The mean fades: it is about that of the last
 * 256.
 *
 * <p>Nothing that is learned depends on it, and it is part of no version: a process begins anew.
 * One thread observes, without allocating; any may ask.
 */
public final class ContributionSizes {
  private static final String FIRST_WEIGHT = "0.weight";
  private static final int MEMORY = 256;
  private static final int FIRST = 32;
  private static final long LEAST_SPARING = 4;
  private static final long MOST_SPARING = 32;

  /** For so many weights of a sample more, one more is passed over for each that is looked at. */
  private static final long WORK = 2048;

  private final @Nullable FieldContributions contributions;
  private final List<String> names;
  private final AtomicLongArray means;
  private final long sparing;
  private long offered;
  private volatile int observed;

  /** Those of a model with these layers that learns such samples. */
  public ContributionSizes(Model model, SampleSettings sample, List<LayerSettings> layers) {
    FieldContributions ofFirst =
        layers.get(0) instanceof LayerSettings.Linear
            ? new FieldContributions(
                model, sample, NamedState.require(model.parameters(), FIRST_WEIGHT))
            : null;
    this.contributions = ofFirst;
    this.names = ofFirst == null ? List.of() : ofFirst.names();
    this.means = new AtomicLongArray(names.size());
    long work = ofFirst == null ? 0 : ofFirst.work();
    this.sparing = Math.min(MOST_SPARING, LEAST_SPARING + work / WORK);
  }

  /**
   * Looks at those samples of a batch that are to be {@linkplain MiniBatch#entries looked at}.
   *
   * @param scaled their dense features, {@code [rows, dense columns]}
   * @param ids the rows of tables that their categories have, as {@link TableIds} gives them
   */
  public void observe(MiniBatch batch, Tensor scaled, int[] ids) {
    if (batch.entries().count() > 0 && contributions != null) {
      observe(contributions, batch, scaled, ids);
    }
  }

  private void observe(FieldContributions looking, MiniBatch batch, Tensor scaled, int[] ids) {
    for (int told = 0; told < batch.entries().count(); told++) {
      if (offered++ < FIRST || offered % sparing == 0) {
        looking.look(batch, told, scaled, ids);
        add(looking);
      }
    }
  }

  private void add(FieldContributions looking) {
    int count = Math.min(observed + 1, MEMORY);
    for (int field = 0; field < names.size(); field++) {
      double size = looking.size(field);
      double mean = mean(field);
      if (Double.isFinite(size)) {
        means.lazySet(field, Double.doubleToRawLongBits(mean + (size - mean) / count));
      }
    }
    observed = count;
  }

  private double mean(int field) {
    return Double.longBitsToDouble(means.get(field));
  }

  /** The mean of each field, the largest first; empty before the first sample. */
  public Map<String, Double> byField() {
    List<Map.Entry<String, Double>> all = new ArrayList<>();
    for (int field = 0; observed > 0 && field < names.size(); field++) {
      all.add(Map.entry(names.get(field), mean(field)));
    }
    all.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
    Map<String, Double> largestFirst = new LinkedHashMap<>();
    all.forEach(each -> largestFirst.put(each.getKey(), each.getValue()));
    return largestFirst;
  }
}
