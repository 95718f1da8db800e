package io.gradstream.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradstream.autograd.Parameter;
import io.gradstream.autograd.Variable;
import io.gradstream.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClipTest {
  private final Parameter first = withGradient(3);
  private final Parameter second = withGradient(-4);

  @Test
  void norm_aboveTheBound_scalesAllGradientsTogether() {
    new ClipSettings.Norm(1).build().clipInPlace(List.of(first, second));

    assertThat(first.gradient().data()[0]).isCloseTo(0.6f, within(1e-6f));
    assertThat(second.gradient().data()[0]).isCloseTo(-0.8f, within(1e-6f));
  }

  @Test
  void norm_belowTheBound_leavesGradients() {
    new ClipSettings.Norm(6).build().clipInPlace(List.of(first, second));

    assertThat(first.gradient().data()).containsExactly(3);
    assertThat(second.gradient().data()).containsExactly(-4);
  }

  @Test
  void value_ofABound_cutsEachElement() {
    new ClipSettings.Value(3.5).build().clipInPlace(List.of(first, second));

    assertThat(first.gradient().data()).containsExactly(3);
    assertThat(second.gradient().data()).containsExactly(-3.5f);
  }

  private static Parameter withGradient(float gradient) {
    Parameter parameter = new Parameter("w" + gradient, Tensor.of(1));
    parameter.mul(Variable.of(Tensor.of(gradient))).sum().backward();
    return parameter;
  }
}
