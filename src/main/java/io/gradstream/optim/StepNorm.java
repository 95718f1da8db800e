package io.gradstream.optim;

import io.gradstream.autograd.Parameter;
import java.util.Arrays;
import java.util.List;

/**
 * How far a step moves the parameters, taken as one vector: {@code √Σ (w' - w)²} over every element
 * that has a gradient. It keeps a copy of those, in a buffer that is reused.
 */
public final class StepNorm {
  private float[] before = new float[0];

  /** Keeps what the step that follows may move. */
  public void keep(List<Parameter> parameters) {
    int kept = 0;
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = parameters.get(p);
      for (int range = 0; range < parameter.ranges(); range++) {
        int start = parameter.rangeStart(range);
        int length = parameter.rangeEnd(range) - start;
        reserve(kept + length);
        System.arraycopy(parameter.value().data(), start, before, kept, length);
        kept += length;
      }
    }
  }

  private void reserve(int size) {
    if (size > before.length) {
      before = Arrays.copyOf(before, Math.max(size, 2 * before.length));
    }
  }

  /** The norm of the step from what was kept to what the same parameters are now. */
  public double to(List<Parameter> parameters) {
    double squares = 0;
    int kept = 0;
    for (int p = 0; p < parameters.size(); p++) {
      Parameter parameter = parameters.get(p);
      float[] now = parameter.value().data();
      for (int range = 0; range < parameter.ranges(); range++) {
        for (int i = parameter.rangeStart(range); i < parameter.rangeEnd(range); i++) {
          double moved = (double) now[i] - before[kept++];
          squares += moved * moved;
        }
      }
    }
    return Math.sqrt(squares);
  }
}
