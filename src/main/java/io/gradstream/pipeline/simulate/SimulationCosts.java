package io.gradstream.pipeline.simulate;

import java.util.Optional;

/**
 * What everything takes in a simulation.
 *
 * @param member what members do on their processors
 * @param cluster what they wait for
 * @param processors that all members and the broker share; empty if each has its own
 */
public record SimulationCosts(
    MemberCosts member, ClusterCosts cluster, Optional<SharedProcessors> processors) {}
