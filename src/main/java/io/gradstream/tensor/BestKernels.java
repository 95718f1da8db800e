package io.gradstream.tensor;

/** The kernels chosen once, when they are first asked for. */
final class BestKernels {
  static final Kernels CHOSEN = choose();

  private BestKernels() {}

  private static Kernels choose() {
    boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return present && VectorKernels.worthwhile() ? new VectorKernels() : new ScalarKernels();
  }
}
