package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.autograd.Variable;
import io.gradstream.nn.Linear;
import io.gradstream.nn.Loss;
import io.gradstream.nn.Mse;
import io.gradstream.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PyTorchTutorialTest {
  @Test
  void trainingLoop_writtenAsInPyTorchsTutorials_learns() {
    Variable x = Variable.of(Tensor.of(new float[][] {{1, 2}, {3, 4}}));
    Variable y = Variable.of(Tensor.of(new float[][] {{3}, {7}}));
    Linear model = new Linear(2, 1, new SplittableRandom(42));
    Loss criterion = new Mse();
    Optimizer optimizer = new Sgd(model.parameters(), 0.01);
    float first = criterion.forward(model.forward(x), y).item();

    for (int epoch = 0; epoch < 100; epoch++) {
      Variable output = model.forward(x);
      Variable loss = criterion.forward(output, y);
      optimizer.zeroGrad();
      loss.backward();
      optimizer.step();
    }

    assertThat(criterion.forward(model.forward(x), y).item()).isLessThan(first / 20);
  }
}
