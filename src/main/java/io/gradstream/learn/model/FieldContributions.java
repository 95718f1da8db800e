package io.gradstream.learn.model;

import io.gradstream.autograd.Parameter;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.HashedFeature;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleSettings;
import io.gradstream.tensor.Kernels;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.NamedState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each field of one sample after the other adds to the output of a first layer that is linear.
 * Features of one name are one field, and add what they add together. Not thread-safe; looking
 * allocates nothing.
 */
final class FieldContributions {
  private static final Kernels KERNELS = Kernels.best();

  private final Model model;
  private final SampleSettings sample;
  private final Parameter weight;
  private final int inputs;
  private final int outputs;
  private final float[] sum;
  private final List<String> names;
  private final Part[][] parts;

  private MiniBatch batch;
  private int told;
  private float[] scaled = {};
  private int[] ids = {};

  /** Adds up what a feature of the sample adds to every output. */
  @FunctionalInterface
  private interface Part {
    void add();
  }

  /** Those of a model of such samples, by the weight of its first layer. */
  FieldContributions(Model model, SampleSettings sample, Parameter weight) {
    this.model = model;
    this.sample = sample;
    this.weight = weight;
    this.inputs = weight.stateShape().extent(1);
    this.outputs = weight.stateShape().extent(0);
    this.sum = new float[outputs];
    this.batch = new MiniBatch(sample, 0);
    Map<String, List<Part>> byField = partsByField();
    this.names = List.copyOf(byField.keySet());
    this.parts =
        byField.values().stream().map(each -> each.toArray(Part[]::new)).toArray(Part[][]::new);
  }

  private Map<String, List<Part>> partsByField() {
    Map<String, List<Part>> byField = new LinkedHashMap<>();
    int sparseBefore = -1;
    int table = 0;
    int column = sample.width();
    for (int i = 0; i < sample.features().size(); i++) {
      FeatureSettings feature = sample.features().get(i);
      List<Part> ofField = byField.computeIfAbsent(feature.field(), name -> new ArrayList<>());
      if (feature.embedded().isPresent()) {
        ofField.add(vector(feature.embedded().get(), table++, column));
        column += feature.embedded().get().embedding().orElseThrow();
      } else if (feature.isSparse()) {
        ofField.add(entries(i, sparseBefore));
        sparseBefore = i;
      } else {
        ofField.add(dense(sample.columns().of(i)));
      }
    }
    return byField;
  }

  private Part dense(FeatureColumns columns) {
    int count = columns.columns() + (columns.hasIndicator() ? 1 : 0);
    return () -> {
      int from = batch.entries().row(told) * batch.denseColumns() + columns.dense();
      for (int i = 0; i < count; i++) {
        add(columns.column() + i, scaled[from + i]);
      }
    };
  }

  private Part entries(int feature, int sparseBefore) {
    return () -> {
      int start = batch.sparse().start(batch.entries().row(told));
      int end = start + batch.entries().end(told, feature);
      int entry = sparseBefore < 0 ? start : start + batch.entries().end(told, sparseBefore);
      for (; entry < end; entry++) {
        add(batch.sparse().indices()[entry], batch.sparse().values()[entry]);
      }
    };
  }

  private Part vector(HashedFeature.Categorical feature, int table, int column) {
    int tables = sample.embeddings().size();
    Parameter vectors =
        NamedState.require(model.parameters(), "embeddings." + feature.field() + ".weight");
    int size = vectors.value().columns();
    return () -> {
      int id = ids[batch.entries().row(told) * tables + table];
      for (int i = 0; i < size && id >= 0; i++) {
        add(column + i, vectors.value().data()[id * size + i]);
      }
    };
  }

  private void add(int column, float value) {
    float[] weights = weight.value().data();
    if (weight.isTransposed()) {
      KERNELS.axpy(value, weights, column * outputs, sum, 0, outputs);
    } else {
      for (int output = 0; output < outputs; output++) {
        sum[output] += value * weights[output * inputs + column];
      }
    }
  }

  /** The fields' names, in the features' order. */
  List<String> names() {
    return names;
  }

  /** About how many products a look at a sample takes. */
  long work() {
    long sparse = sample.features().stream().filter(FeatureSettings::isSparse).count();
    long vectors = (long) inputs - sample.width();
    return outputs * (batch.denseColumns() + sparse + vectors);
  }

  /**
   * Looks at a sample.
   *
   * @param batch that has it
   * @param told which of those it is whose entries are told
   * @param scaled the batch's dense features
   * @param ids the rows of tables that the batch's categories have
   */
  void look(MiniBatch batch, int told, Tensor scaled, int[] ids) {
    this.batch = batch;
    this.told = told;
    this.scaled = scaled.data();
    this.ids = ids;
  }

  /** The norm of what a field adds to the outputs. */
  double size(int field) {
    Arrays.fill(sum, 0);
    for (Part part : parts[field]) {
      part.add();
    }
    return Math.sqrt(KERNELS.squares(sum, outputs));
  }
}
