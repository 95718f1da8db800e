package io.gradstream.learn.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.SparseInput;
import io.gradstream.autograd.Variable;
import io.gradstream.nn.Mse;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Cocob;
import io.gradstream.optim.Ftrl;
import io.gradstream.optim.Optimizer;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.optim.Sgd;
import io.gradstream.tensor.SparseRows;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken in blocks is, put together, what there is, and no more than what has changed. */
class BlockTrackingTest {
  private static final int ROWS = 1000;

  static List<OptimizerSettings> optimizers() {
    return List.of(
        new Sgd.Settings(0.1),
        new Adagrad.Settings(0.1),
        new Adam.Settings(0.01),
        new Ftrl.Settings(0.1),
        new Cocob.Settings());
  }

  private final SplittableRandom random = new SplittableRandom(1);
  private final SparseRows batch = new SparseRows(1, ROWS);
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Parameter weight = Parameter.sparseTransposed("weight", Tensor.zeros(ROWS, 2));
  private final Parameter bias = new Parameter("bias", Tensor.zeros(2));

  BlockTrackingTest() {
    parameters.put("weight", weight);
    parameters.put("bias", bias);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void take_afterEverySomeSteps_addsUpToWhatThereIs(OptimizerSettings settings) {
    Optimizer optimizer = settings.build(parameters);
    BlockTracking tracking = new BlockTracking(parameters, optimizer.slots(), List.of(), limits(7));
    Map<String, float[]> sum = new HashMap<>();
    int steps = 0;
    for (int version = 0; version < 20; version++) {
      add(tracking.drain(steps), sum);
      for (int step = random.nextInt(4); step > 0; step--) {
        step(optimizer, random.nextInt(ROWS), random.nextInt(ROWS));
        tracking.stepped();
        steps++;
      }
    }
    add(tracking.drain(steps), sum);

    assertThat(sum.get("weight")).containsExactly(weight.value().data());
    assertThat(sum.get("bias")).containsExactly(bias.value().data());
    optimizer
        .slots()
        .forEach((name, slot) -> assertThat(sum.get(name)).containsExactly(slot.data()));
  }

  @Test
  void take_afterAStepOverTwoRowsOfThousand_hasTheirBlocksAndTheDenseOne() {
    Optimizer optimizer = new Ftrl.Settings(0.1).build(parameters);
    BlockTracking tracking =
        new BlockTracking(parameters, optimizer.slots(), List.of(), limits(1 << 20));
    step(optimizer, 3, 700);
    tracking.stepped();

    assertThat(numbers(tracking.drain(1))).containsExactly(0, 21, 0);

    step(optimizer, 500, 501);
    tracking.stepped();
    assertThat(numbers(tracking.drain(2))).containsExactly(15, 0);
    assertThat(numbers(tracking.drain(2))).isEmpty();
  }

  private static List<Integer> numbers(ModelBlocks taken) {
    return taken.parameters().stream()
        .flatMapToInt(set -> java.util.stream.IntStream.range(0, set.size()).map(set::number))
        .boxed()
        .toList();
  }

  private void add(ModelBlocks taken, Map<String, float[]> sum) {
    if (taken.whole()) {
      sum.clear();
    }
    taken.parameters().forEach(set -> add(set, sum));
    taken.state().forEach(set -> add(set, sum));
  }

  private static void add(BlockSet set, Map<String, float[]> sum) {
    for (int tensor = 0; tensor < set.tensors().size(); tensor++) {
      float[] elements =
          sum.computeIfAbsent(
              set.tensors().get(tensor), name -> new float[set.layout().shape().size()]);
      for (int i = 0; i < set.size(); i++) {
        int length = set.layout().length(set.number(i));
        int start = set.layout().start(set.number(i));
        float[] page = set.page(i);
        System.arraycopy(
            Arrays.copyOfRange(page, tensor * length, (tensor + 1) * length),
            0,
            elements,
            start,
            length);
      }
    }
  }

  private void step(Optimizer optimizer, int... rows) {
    batch.clear();
    for (int row : rows) {
      batch.append(row, 1);
    }
    batch.acceptRow();
    optimizer.zeroGrad();
    Variable none = Variable.of(Tensor.zeros(1, 0));
    Variable output = none.sparseLinear(new int[0], new SparseInput(batch), weight, bias);
    new Mse().forward(output, Variable.of(Tensor.of(new float[][] {{1, -1}}))).backward();
    optimizer.step();
  }

  private static BlockLimits limits(int elements) {
    return new BlockLimits() {
      @Override
      public int ofParameter(String parameter) {
        return elements;
      }

      @Override
      public int ofState(String parameter, List<String> slots) {
        return elements;
      }
    };
  }
}
