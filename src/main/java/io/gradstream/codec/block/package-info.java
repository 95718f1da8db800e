/**
 * Versions and checkpoints that are too large for one record: blocks and the manifests behind them,
 * written, and put together again.
 */
@NullMarked
package io.gradstream.codec.block;

import org.jspecify.annotations.NullMarked;
