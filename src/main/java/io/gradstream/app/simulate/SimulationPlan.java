package io.gradstream.app.simulate;

import io.gradstream.app.train.UsageException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is simulated: numbers of members, lengths of rounds, and over how many samples. */
public final class SimulationPlan {
  private static final int ROUNDS_OF_A_MEMBER = 8;

  @Option(
      names = "--members",
      required = true,
      split = ",",
      paramLabel = "N",
      description =
          "how many members learn; a run for each, and for one as what they are compared to")
  private List<Integer> members = List.of();

  @Option(
      names = "--rounds",
      split = ",",
      paramLabel = "SAMPLES",
      description = "how many samples a round has; a run for each (scale.round unless given)")
  private List<Integer> rounds = List.of();

  @Option(
      names = "--partitions",
      paramLabel = "P",
      description = "how many partitions the topic has (as many as there are members at most)")
  private @Nullable Integer partitions;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "how many samples are learned, from the first again where there are fewer (8 rounds of each"
              + " member)")
  private @Nullable Integer samples;

  @Option(
      names = "--cores",
      paramLabel = "C",
      description = "how many processors members and broker share (each has its own)")
  private @Nullable Integer cores;

  /**
   * Checks the numbers.
   *
   * @throws UsageException if one of them cannot be
   */
  public void require() {
    requirePositive("--members", members);
    requirePositive("--rounds", rounds);
    requirePositive("--samples", samples == null ? List.of() : List.of(samples));
    requirePositive("--cores", cores == null ? List.of() : List.of(cores));
    if (partitions() < mostMembers()) {
      throw new UsageException(
          "--partitions must be at least --members, %d, for a member without one learns nothing: %d"
              .formatted(mostMembers(), partitions()));
    }
  }

  private static void requirePositive(String option, List<Integer> numbers) {
    for (int number : numbers) {
      if (number < 1) {
        throw new UsageException("%s must be at least 1: %d".formatted(option, number));
      }
    }
  }

  /** The numbers of members from one on, the least first. */
  public List<Integer> members() {
    TreeSet<Integer> all = new TreeSet<>(members);
    all.add(1);
    return new ArrayList<>(all);
  }

  /** The most of them. */
  public int mostMembers() {
    return Collections.max(members());
  }

  /** The lengths of rounds, the least first. */
  public List<Integer> rounds(int configured) {
    return rounds.isEmpty() ? List.of(configured) : new ArrayList<>(new TreeSet<>(rounds));
  }

  /** How many partitions there are. */
  public int partitions() {
    return partitions == null ? mostMembers() : partitions;
  }

  /** How many processors are shared, if they are. */
  public OptionalInt cores() {
    return cores == null ? OptionalInt.empty() : OptionalInt.of(cores);
  }

  /** How many samples each run learns. */
  public int samples(int configuredRound) {
    if (samples != null) {
      return samples;
    }
    long usual =
        (long) ROUNDS_OF_A_MEMBER * mostMembers() * Collections.max(rounds(configuredRound));
    if (usual > Integer.MAX_VALUE) {
      throw new UsageException(
          "--samples must be given where %d rounds of all members have more than %d: %d"
              .formatted(ROUNDS_OF_A_MEMBER, Integer.MAX_VALUE, usual));
    }
    return (int) usual;
  }
}
