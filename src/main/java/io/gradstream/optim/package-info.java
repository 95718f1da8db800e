/**
 * What turns gradients into steps: optimizers, learning-rate schedules, gradient clipping. Each can
 * save and restore its whole state.
 */
@NullMarked
package io.gradstream.optim;

import org.jspecify.annotations.NullMarked;
