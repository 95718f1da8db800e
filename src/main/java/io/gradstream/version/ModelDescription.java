package io.gradstream.version;

import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Losses;
import io.gradstream.nn.ModelSettings;
import io.gradstream.settings.SettingsReader;
import io.gradstream.settings.SettingsTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How a model makes predictions, apart from what it has learned: what every version says of itself.
 *
 * @param sample the schema of its samples
 * @param layers from the input to the output
 * @param loss what it is trained by, and so what its output stands for
 */
public record ModelDescription(
    SampleSettings sample, List<LayerSettings> layers, LossSettings loss) {
  /**
   * Checks that schema, layers and loss fit each other.
   *
   * @throws IllegalArgumentException if not, beginning with the key to change
   */
  public ModelDescription {
    layers = List.copyOf(layers);
    ModelSettings model = new ModelSettings(layers);
    if (sample.isSparse() || !sample.embeddings().isEmpty()) {
      model.requireSparseFirst();
    }
    int embedded =
        sample.embeddings().stream().mapToInt(field -> field.embedding().orElse(0)).sum();
    LabelFit.require(sample.label(), loss, model.outputs(sample.width() + embedded));
  }

  /**
   * What a version says of itself.
   *
   * @throws IllegalArgumentException if it is nothing that is known here
   */
  public static ModelDescription of(ModelVersion version) {
    if (version.loss().isEmpty()) {
      throw new IllegalArgumentException(
          "it does not say its loss, so it was published before versions did: train once more");
    }
    return new ModelDescription(
        FeatureScaler.read(version.sample()).settings(),
        version.layers().stream()
            .map(layer -> SettingsReader.read(LayerSettings.class, layer))
            .toList(),
        SettingsReader.read(Losses.ALL, version.loss()));
  }

  /**
   * How another one differs from this, a line each, in key order: {@code model.layers[0].out was
   * 16, is 8}.
   */
  public List<String> differences(ModelDescription other) {
    return SettingsTree.differences(flattened(), other.flattened());
  }

  private SortedMap<String, String> flattened() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sample", SettingsTree.of(sample));
    tree.put("model", SettingsTree.of(new ModelSettings(layers)));
    tree.put("loss", SettingsTree.of((Record) loss));
    return SettingsTree.flatten(tree);
  }
}
