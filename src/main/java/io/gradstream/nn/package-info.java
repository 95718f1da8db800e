/**
 * What models are made of: {@code Module}s (layers), losses, {@code Reduction}, initialisers, and
 * the settings that name them. Words and numbers are PyTorch's.
 */
@NullMarked
package io.gradstream.nn;

import org.jspecify.annotations.NullMarked;
