/** Features into a range that gradients like, by figures that run with the stream. */
@NullMarked
package io.gradstream.data.scale;

import org.jspecify.annotations.NullMarked;
