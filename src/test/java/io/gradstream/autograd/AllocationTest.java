package io.gradstream.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.gradstream.nn.CrossEntropy;
import io.gradstream.nn.Linear;
import io.gradstream.nn.Relu;
import io.gradstream.nn.Sequential;
import io.gradstream.optim.Adam;
import io.gradstream.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private final Tensor features = GradientCheck.leaf("features", 4, 6).value();
  private final Tensor targets = Tensor.zeros(4, 1);

  /* Compilation may still be going on, and code not yet compiled boxes vectors; so a stretch
   * without allocation is waited for, and what fails is that none comes. */
  @Test
  void step_ofARecordedGraph_allocatesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    Sequential model =
        new Sequential(new Linear(6, 20, random), new Relu(), new Linear(20, 3, random));
    Adam optimizer = new Adam(model.parameters(), 0.01);
    Variable loss =
        new CrossEntropy().forward(model.forward(Variable.of(features)), Variable.of(targets));
    Graph graph = Graph.of(loss);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;

    for (int stretch = 0; stretch < 20_000 && least > 0; stretch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        step(i, graph, loss, optimizer);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  private void step(int i, Graph graph, Variable loss, Adam optimizer) {
    features.useRows(1 + i % 4);
    targets.useRows(1 + i % 4);
    graph.forward();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
  }
}
