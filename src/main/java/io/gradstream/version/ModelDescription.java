package io.gradstream.version;

import io.gradstream.data.LabelSettings;
import io.gradstream.data.LabelSettings.Type;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.scale.FeatureScaler;
import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Losses;
import io.gradstream.nn.ModelSettings;
import io.gradstream.settings.FlatSettings;
import io.gradstream.settings.SettingsReader;
import io.gradstream.settings.SettingsText;
import io.gradstream.settings.SettingsTree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    requireFit(sample.label(), loss, model.outputs(sample.width() + embedded));
  }

  /** Checks that a model of so many outputs can learn the label by the loss. */
  private static void requireFit(LabelSettings label, LossSettings loss, int outputs) {
    Type needed = needed(loss);
    if (label.type() != needed) {
      throw new IllegalArgumentException(
          "loss.type %s needs a sample.label of type %s: %s"
              .formatted(
                  SettingsText.of(((Record) loss).getClass()),
                  SettingsText.of(needed),
                  SettingsText.of(label.type())));
    }
    if (label.scale().isPresent() && !loss.predictsOutput()) {
      throw new IllegalArgumentException(
          "sample.label.scale must be left out for loss.type %s, whose labels are counts: %s"
              .formatted(SettingsText.of(((Record) loss).getClass()), label.scale().get().plain()));
    }
    int wanted = needed == Type.CLASS ? label.classes().count() : 1;
    if (outputs != wanted) {
      throw new IllegalArgumentException(
          "model.layers must end with %d %s, for a label of type %s: %d"
              .formatted(
                  wanted,
                  wanted == 1 ? "output" : "outputs",
                  SettingsText.of(label.type()),
                  outputs));
    }
  }

  private static Type needed(LossSettings loss) {
    return switch (loss.target()) {
      case NUMBER -> Type.NUMERIC;
      case PROBABILITY -> Type.BINARY;
      case CLASSES -> Type.CLASS;
    };
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
    SettingsReader<LayerSettings> layerReader = SettingsReader.of(LayerSettings.class);
    return new ModelDescription(
        FeatureScaler.read(version.sample()).settings(),
        version.layers().stream().map(layer -> layerReader.read(layer)).toList(),
        new SettingsReader<LossSettings>(Losses.ALL).read(version.loss()));
  }

  /**
   * How another one differs from this, a line each, in key order: {@code model.layers[0].out was
   * 16, is 8}.
   */
  public List<String> differences(ModelDescription other) {
    return other.flattened().differencesSince(flattened().leaves());
  }

  private FlatSettings flattened() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("sample", SettingsTree.of(sample).values());
    tree.put("model", SettingsTree.of(new ModelSettings(layers)).values());
    tree.put("loss", SettingsTree.of((Record) loss).values());
    return new SettingsTree(tree).flatten();
  }
}
