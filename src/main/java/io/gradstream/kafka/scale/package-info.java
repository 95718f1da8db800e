/**
 * Several learners of one model on Kafka: its groups share out the partitions, a topic of one
 * partition is the log of their rounds, and transactions tie both together.
 */
@NullMarked
package io.gradstream.kafka.scale;

import org.jspecify.annotations.NullMarked;
