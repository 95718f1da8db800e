package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.autograd.Parameter;
import io.gradstream.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepNormTest {
  private final Parameter weight =
      new Parameter("weight", Tensor.of(new float[][] {{1, 2}, {3, 4}}));
  private final Parameter bias = new Parameter("bias", Tensor.of(new float[][] {{5}}));
  private final List<Parameter> parameters = List.of(weight, bias);
  private final StepNorm norm = new StepNorm();

  @Test
  void to_whatHasMoved_isTheLengthOfTheWay() {
    norm.keep(parameters);
    weight.value().data()[1] -= 3;
    bias.value().data()[0] += 4;

    assertThat(norm.to(parameters)).isCloseTo(5, within(1e-12));
  }

  @Test
  void to_whatStoodStill_isZeroHoweverOftenItIsAsked() {
    norm.keep(parameters);
    weight.value().data()[0] = 100;
    norm.keep(parameters);

    assertThat(norm.to(parameters)).isZero();
  }
}
