/**
 * The pipeline's ports on Kafka: the poll loop, the transaction that joins a version with its
 * offsets, restoring, the topics' settings, and the embedded broker. The only room that sees
 * Kafka's client.
 */
@NullMarked
package io.gradstream.kafka;

import org.jspecify.annotations.NullMarked;
