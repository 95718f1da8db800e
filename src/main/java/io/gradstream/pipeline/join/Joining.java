package io.gradstream.pipeline.join;

import java.util.function.Supplier;

/**
 * A join on its way through one run of a learner.
 *
 * @param join what waits
 * @param decoders make what reads either half
 */
public record Joining(Join join, Supplier<HalfDecoder> decoders) {}
