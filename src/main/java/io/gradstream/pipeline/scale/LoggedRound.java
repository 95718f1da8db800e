package io.gradstream.pipeline.scale;

import io.gradstream.version.Round;
import java.util.Optional;

/**
 * A record of the log of rounds.
 *
 * @param offset where it stands
 * @param round what it says, empty if it is no round: all members pass it over
 */
public record LoggedRound(long offset, Optional<Round> round) {}
