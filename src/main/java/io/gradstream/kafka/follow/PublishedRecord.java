package io.gradstream.kafka.follow;

import java.time.Instant;

/**
 * One record of a topic of parameters, not decoded.
 *
 * @param key the model's name
 * @param value a version, as its encoder wrote it
 * @param offset its offset
 * @param timestamp when it was sent
 */
// An array within a record, because it only passes through: it is neither compared nor changed.
@SuppressWarnings("ArrayRecordComponent")
public record PublishedRecord(String key, byte[] value, long offset, Instant timestamp) {}
