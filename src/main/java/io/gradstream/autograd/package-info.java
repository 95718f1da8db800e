/**
 * Reverse-mode differentiation: {@code Variable}, {@code Parameter}, and {@code Op}s, each with its
 * backward beside its forward. A graph is recorded once and run many times, on buffers it owns.
 */
@NullMarked
package io.gradstream.autograd;

import org.jspecify.annotations.NullMarked;
