/**
 * Dense row-major float32 arrays, their {@link io.gradstream.tensor.Shape}, and the kernels that
 * run over them. Kernels are the only place that knows lanes. Stands on nothing.
 */
@NullMarked
package io.gradstream.tensor;

import org.jspecify.annotations.NullMarked;
