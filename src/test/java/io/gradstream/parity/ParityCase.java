package io.gradstream.parity;

import io.gradstream.nn.LayerSettings;
import io.gradstream.nn.Loss;
import io.gradstream.nn.LossSettings;
import io.gradstream.nn.Losses;
import io.gradstream.nn.ModelSettings;
import io.gradstream.nn.Sequential;
import io.gradstream.optim.Clip;
import io.gradstream.optim.ClipSettings;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.Optimizers;
import io.gradstream.optim.Schedule;
import io.gradstream.optim.ScheduleSettings;
import io.gradstream.settings.SettingsReader;
import io.gradstream.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One training run that PyTorch made in float64, and the parts it asks for. */
record ParityCase(JsonNode json) {
  static ParityCase read(Path file) {
    return new ParityCase(JsonMapper.shared().readTree(file.toFile()));
  }

  String name() {
    return json.get("name").asString();
  }

  Sequential model() {
    List<LayerSettings> layers = new ArrayList<>();
    for (JsonNode layer : json.get("model").get("layers")) {
      layers.add(read(LayerSettings.class, layer));
    }
    Sequential model =
        new ModelSettings(layers).build(features(0).columns(), new SplittableRandom(1));
    model
        .namedParameters()
        .forEach((name, parameter) -> copy(json.get("initial").get(name), parameter.value()));
    return model;
  }

  Loss loss() {
    return new SettingsReader<LossSettings>(Losses.ALL).read(described(json.get("loss"))).build();
  }

  Optimizer optimizer(Sequential model) {
    return new SettingsReader<OptimizerSettings>(Optimizers.ALL)
        .read(described(json.get("optimizer")))
        .build(model.namedParameters());
  }

  Schedule schedule() {
    return json.has("schedule")
        ? read(ScheduleSettings.class, json.get("schedule")).build()
        : new ScheduleSettings.Constant().build();
  }

  Clip clip() {
    return json.has("clip") ? read(ClipSettings.class, json.get("clip")).build() : parameters -> {};
  }

  int steps() {
    return json.get("steps").size();
  }

  JsonNode expected(int step) {
    return json.get("steps").get(step);
  }

  Tensor features(int step) {
    return matrix(json.get("batches").get(step).get("features"));
  }

  Tensor targets(int step) {
    return matrix(json.get("batches").get(step).get("targets"));
  }

  double allowed(double expected) {
    JsonNode tolerance = json.get("tolerance");
    return tolerance.get("absolute").asDouble()
        + tolerance.get("relative").asDouble() * Math.abs(expected);
  }

  /** The numbers of nested lists, in order. */
  static List<Double> numbers(JsonNode node) {
    return node.isArray()
        ? node.valueStream().flatMap(each -> numbers(each).stream()).toList()
        : List.of(node.asDouble());
  }

  private static Tensor matrix(JsonNode rows) {
    Tensor matrix = Tensor.zeros(rows.size(), numbers(rows).size() / rows.size());
    copy(rows, matrix);
    return matrix;
  }

  private static void copy(JsonNode from, Tensor to) {
    List<Double> numbers = numbers(from);
    for (int i = 0; i < to.size(); i++) {
      to.data()[i] = numbers.get(i).floatValue();
    }
  }

  private static <S> S read(Class<S> choice, JsonNode json) {
    return SettingsReader.of(choice).read(described(json));
  }

  private static Map<String, Object> described(JsonNode json) {
    return JsonMapper.shared().convertValue(json, new TypeReference<>() {});
  }
}
