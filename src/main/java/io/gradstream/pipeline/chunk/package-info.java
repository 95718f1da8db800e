/**
 * Runs of records as they flow through the pipeline, read and decoded ahead of whoever learns them.
 */
@NullMarked
package io.gradstream.pipeline.chunk;

import org.jspecify.annotations.NullMarked;
