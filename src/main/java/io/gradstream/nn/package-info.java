/**
 * What models are made of: {@code Module}s (layers), losses, {@code Reduction}, and the settings
 * that name them. Words and numbers are PyTorch's where it has the like.
 */
@NullMarked
package io.gradstream.nn;

import org.jspecify.annotations.NullMarked;
