/**
 * A deterministic simulation of learners on Kafka: the learner, its pipeline and its adapter to
 * Kafka are the real ones; Kafka's client library, the broker behind it, the clock and the threads
 * are not. One thread runs all of it in virtual time, and one seed decides what comes next, how
 * long it takes and what goes wrong, so that a seed that fails does so again, step by step.
 *
 * <p>{@link io.gradstream.simulation.World} is the time and whose turn it is, {@link
 * io.gradstream.simulation.SimulatedBroker} what is there for all, {@link
 * io.gradstream.simulation.SimulatedProcess} a learner's process that may die at any call, {@link
 * io.gradstream.simulation.Invariants} what must hold whatever happens.
 */
@NullMarked
package io.gradstream.simulation;

import org.jspecify.annotations.NullMarked;
