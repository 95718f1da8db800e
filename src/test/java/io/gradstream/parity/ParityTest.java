package io.gradstream.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.autograd.Graph;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Sequential;
import io.gradstream.optim.Clip;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.Schedule;
import io.gradstream.tensor.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Trains as PyTorch did, step by step; {@code -Dparity.cases=DIR} names another folder of cases.
 */
class ParityTest {
  static Stream<Named<ParityCase>> cases() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      return found.stream().map(ParityCase::read).map(given -> Named.of(given.name(), given));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void training_ofPyTorchsCase_givesPyTorchsNumbers(ParityCase given) {
    Sequential model = given.model();
    Loss loss = given.loss();
    Optimizer optimizer = given.optimizer(model);
    Schedule schedule = given.schedule();
    Clip clip = given.clip();
    double base = optimizer.learningRate();
    Tensor features = given.features(0);
    Tensor targets = given.targets(0);
    Variable total = loss.forward(model.forward(Variable.of(features)), Variable.of(targets));
    Graph graph = Graph.of(total);

    for (int step = 0; step < given.steps(); step++) {
      JsonNode expected = given.expected(step);
      overwrite(features, given.features(step));
      overwrite(targets, given.targets(step));
      graph.forward();
      compare(given, "loss of step " + step, total.value(), expected.get("loss"));
      optimizer.zeroGrad();
      graph.backward();
      for (var parameter : model.namedParameters().entrySet()) {
        compare(
            given,
            "gradient of " + parameter.getKey() + " in step " + step,
            parameter.getValue().gradient(),
            expected.get("gradients").get(parameter.getKey()));
      }
      clip.clipInPlace(model.parameters());
      optimizer.learningRate(schedule.rate(step, base));
      assertThat(optimizer.learningRate())
          .isCloseTo(expected.get("learningRate").asDouble(), within(1e-8));
      optimizer.step();
      for (var parameter : model.namedParameters().entrySet()) {
        compare(
            given,
            parameter.getKey() + " after step " + step,
            parameter.getValue().value(),
            expected.get("parameters").get(parameter.getKey()));
      }
    }
  }

  private static void overwrite(Tensor to, Tensor from) {
    System.arraycopy(from.data(), 0, to.data(), 0, to.size());
  }

  private static void compare(ParityCase given, String what, Tensor actual, JsonNode expected) {
    List<Double> numbers = ParityCase.numbers(expected);
    assertThat(actual.size()).as(what).isEqualTo(numbers.size());
    for (int i = 0; i < numbers.size(); i++) {
      assertThat((double) actual.data()[i])
          .as("%s, element %d", what, i)
          .isCloseTo(numbers.get(i), within(given.allowed(numbers.get(i))));
    }
  }

  private static Path folder() throws URISyntaxException {
    String named = System.getProperty("parity.cases");
    return named == null
        ? Path.of(ParityTest.class.getResource("/parity").toURI())
        : Path.of(named);
  }
}
