package io.gradstream.learn.model;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.nn.LayerSettings;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each field adds to the output of a linear model, before the loss makes a probability of it
 * and in the label's own units: the output of a sample that has nothing else, less that of one that
 * has nothing. They and the {@linkplain #BIAS bias} sum up to the output. Not thread-safe.
 */
public final class Contributions {
  /** What the sum begins with: the output of a sample that has nothing. */
  public static final String BIAS = "bias";

  private final LoadedModel loaded;
  private final Model model;
  private final SampleSettings sample;
  private final Tensor scaled;
  private final Tensor features;
  private final SparseRows sparse;
  private final Tensor output;
  private final Graph graph;

  /**
   * Those of a model's samples.
   *
   * @throws IllegalArgumentException if it is more than one linear layer
   */
  public Contributions(LoadedModel loaded) {
    requireLinear(loaded.description().layers());
    this.loaded = loaded;
    this.model = loaded.shared();
    this.sample = loaded.description().sample();
    int rows = sample.features().size() + 1;
    int dense = sample.denseColumns().length;
    this.scaled = Tensor.zeros(1, dense);
    this.features = Tensor.zeros(rows, dense);
    this.sparse = new SparseRows(rows, sample.width());
    features.useRows(0);
    model.sparse().use(sparse, new int[0]);
    model.module().eval();
    Variable prediction = model.module().forward(Variable.of(features));
    this.output = prediction.value();
    this.graph = Graph.of(prediction);
  }

  private static void requireLinear(List<LayerSettings> layers) {
    if (layers.size() != 1 || !(layers.get(0) instanceof LayerSettings.Linear)) {
      throw new IllegalArgumentException(
          "only a model of one linear layer can be explained: it has " + layers);
    }
  }

  /**
   * What each field adds, in the features' order, to every output; a field that is in several
   * features has the sum.
   *
   * @param batch of one sample, whose {@linkplain MiniBatch#entries entries} tell which feature
   *     they are of
   */
  public Map<String, float[]> of(MiniBatch batch) {
    FeatureScaler figures = FeatureScaler.read(loaded.head().sample());
    figures.transform(batch, scaled);
    separate(batch);
    model.sparse().use(sparse, separated(model.tables().find(batch)));
    graph.forward();
    figures.label().undo(output);
    int last = sample.features().size();
    float[] bias = row(last);
    Map<String, float[]> contributions = new LinkedHashMap<>();
    contributions.put(BIAS, bias);
    for (int feature = 0; feature < last; feature++) {
      float[] own = row(feature);
      for (int i = 0; i < own.length; i++) {
        own[i] -= bias[i];
      }
      contributions.merge(sample.features().get(feature).field(), own, Contributions::sum);
    }
    return contributions;
  }

  /** A row for each feature that has its columns alone; behind them one that has none. */
  private void separate(MiniBatch batch) {
    SparseRows entries = batch.sparse();
    features.useRows(sample.features().size() + 1);
    Arrays.fill(features.data(), 0);
    sparse.clear();
    int entry = 0;
    for (int feature = 0; feature < sample.features().size(); feature++) {
      copyDense(feature);
      for (; entry < batch.entries().end(0, feature); entry++) {
        sparse.append(entries.indices()[entry], entries.values()[entry]);
      }
      sparse.acceptRow();
    }
    sparse.acceptRow();
  }

  private void copyDense(int feature) {
    FeatureSettings settings = sample.features().get(feature);
    if (!settings.isSparse() && settings.embedded().isEmpty()) {
      FeatureColumns columns = sample.columns().of(feature);
      int count = columns.columns() + (columns.hasIndicator() ? 1 : 0);
      int to = feature * features.columns() + columns.dense();
      System.arraycopy(scaled.data(), columns.dense(), features.data(), to, count);
    }
  }

  /** Each feature's row has its own vector, and nothing of the other tables. */
  private int[] separated(int[] ids) {
    List<FeatureSettings> all = sample.features();
    int tables = sample.embeddings().size();
    int[] separated = new int[(all.size() + 1) * tables];
    Arrays.fill(separated, -1);
    int table = 0;
    for (int feature = 0; feature < all.size(); feature++) {
      if (all.get(feature).embedded().isPresent()) {
        separated[feature * tables + table] = ids[table];
        table++;
      }
    }
    return separated;
  }

  private float[] row(int row) {
    int outputs = output.columns();
    return Arrays.copyOfRange(output.data(), row * outputs, (row + 1) * outputs);
  }

  private static float[] sum(float[] one, float[] other) {
    float[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }
}
