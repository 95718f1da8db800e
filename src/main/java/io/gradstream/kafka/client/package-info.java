/**
 * A cluster as its clients see it: how it is reached, which topics it has and by which id, how the
 * learner's own are made, what they run on, and what a failure of Kafka's client means in words.
 */
@NullMarked
package io.gradstream.kafka.client;

import org.jspecify.annotations.NullMarked;
