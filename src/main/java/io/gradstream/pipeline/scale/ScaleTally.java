package io.gradstream.pipeline.scale;

import io.gradstream.version.Round;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a member has seen of the rounds of all, for who looks at it; its own counted apart. */
public final class ScaleTally {
  private long rounds;
  private long voids;
  private long ownRounds;
  private long ownSamples;
  private long versions;
  private long stalest;

  void count(Round round, Optional<String> fault, String self) {
    if (fault.isPresent()) {
      voids++;
      return;
    }
    rounds++;
    if (round.member().equals(self)) {
      ownRounds++;
      ownSamples += round.samples();
    }
  }

  void stale(long positions) {
    stalest = Math.max(stalest, positions);
  }

  void countVersion() {
    versions++;
  }

  /** How many rounds of all count. */
  public long rounds() {
    return rounds;
  }

  /** How many do not. */
  public long voids() {
    return voids;
  }

  /** How many samples of its own count. */
  public long ownSamples() {
    return ownSamples;
  }

  /** How many versions it has published. */
  public long versions() {
    return versions;
  }

  /**
   * {@code rounds} that count and {@code void} ones since it came, {@code ownRounds} and {@code
   * ownSamples} of them, and by how many positions of the log its {@code stalest} round was late.
   */
  public Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("rounds", rounds);
    figures.put("void", voids);
    figures.put("ownRounds", ownRounds);
    figures.put("ownSamples", ownSamples);
    figures.put("stalest", stalest);
    return figures;
  }
}
