package io.gradstream.app.simulate;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.ScaledTraining;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.simulate.ClusterCosts;
import io.gradstream.pipeline.simulate.MemberCosts;
import io.gradstream.pipeline.simulate.MemberMeasurement;
import io.gradstream.pipeline.simulate.ScaleSimulation;
import io.gradstream.pipeline.simulate.SharedProcessors;
import io.gradstream.pipeline.simulate.SimulatedRun;
import io.gradstream.pipeline.simulate.SimulatedTopic;
import io.gradstream.pipeline.simulate.SimulationCosts;
import io.gradstream.record.SampleDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The runs with one length of a round.
 *
 * @param settings the configuration, with that length
 * @param plan what is simulated
 * @param records samples
 * @param count how many a run learns
 */
public record Simulations(Settings settings, SimulationPlan plan, List<byte[]> records, int count) {
  /** A member has the model twice, with gradients, and what its round began with. */
  private static final long BYTES_OF_NUMBER = 6 * Float.BYTES;

  /**
   * Checks that several can learn such a model, and that their copies of it have room here.
   *
   * @throws UsageException if not
   */
  public void requireRoom() {
    Learner learner = new LearnerFactory(settings).get();
    ScaledTraining.requireScalable(settings, learner);
    long bytes = BYTES_OF_NUMBER * (learner.versionCount() + learner.slotCount());
    long room = Runtime.getRuntime().maxMemory();
    if (plan.mostMembers() > room / bytes) {
      throw new UsageException(
          "--members must be at most %d in %,d MB of memory, for a member takes about %,d kB of it: %d;"
                  .formatted(room / bytes, room >> 20, bytes >> 10, plan.mostMembers())
              + " or give the JVM more by JAVA_TOOL_OPTIONS=-Xmx...");
    }
  }

  /**
   * What members and cluster were measured to take, the latter as far as it was not given.
   *
   * @param busyNs what {@link #busyNs} gave
   */
  public SimulationCosts costs(MemberCosts member, ClusterCosts cluster, double busyNs) {
    double slowdown = Math.max(1, busyNs / member.sampleNs());
    return new SimulationCosts(
        member,
        cluster,
        plan.cores().stream().mapToObj(count -> new SharedProcessors(count, slowdown)).findFirst());
  }

  /**
   * Measures what a sample takes in ns where as many processors learn as members share, and as this
   * machine has; 0 if that is but one.
   */
  public double busyNs(Duration length) {
    int processors = Math.min(plan.cores().orElse(1), Runtime.getRuntime().availableProcessors());
    return processors == 1
        ? 0
        : new SlowdownMeasurement(this::measurement, processors).sampleNs(length);
  }

  /** Measures what a member takes. */
  public MemberMeasurement measurement() {
    return new MemberMeasurement(new LearnerFactory(settings), decoders(), scale(), topic());
  }

  /**
   * What calls of a broker take.
   *
   * @param kafka the configuration with the broker's address, and a name of its own
   * @param measurement of a member, which is over
   */
  public ClusterCosts measured(
      Settings kafka, MemberCosts member, MemberMeasurement measurement, double bytesPerSecond) {
    return new ClusterMeasurement(kafka, scale(), records)
        .costs(member, measurement.roundBytes(), bytesPerSecond);
  }

  /** A run for each number of members, which are told as they are over. */
  public List<SimulatedRun> run(SimulationCosts costs, Console console) {
    tell(costs, console);
    ScaleSimulation simulation =
        new ScaleSimulation(
            new LearnerFactory(settings), decoders(), scale(), settings.publish(), topic(), costs);
    List<SimulatedRun> runs = new ArrayList<>();
    for (int members : plan.members()) {
      SimulatedRun run = simulation.run(members);
      if (run.samples() == 0) {
        throw new UsageException("--input must have samples that can be learned, and has none");
      }
      runs.add(run);
      console.err().printf("members %d: %.1f simulated seconds%n", members, run.seconds());
    }
    return runs;
  }

  private void tell(SimulationCosts costs, Console console) {
    MemberCosts member = costs.member();
    ClusterCosts cluster = costs.cluster();
    console
        .err()
        .printf(
            "round %d: a sample takes %.2f us, a round %.2f ms, a byte %.1f ns to write and %.1f ns to"
                + " merge;%n",
            scale().round(),
            member.sampleNs() / 1e3,
            member.roundNs() / 1e6,
            member.encodedByteNs(),
            member.mergedByteNs());
    console
        .err()
        .printf(
            "a poll %.2f ms, a commit %.2f ms with the log busy for %.2f ms, a look %.2f ms and %.2f ms"
                + " more for rounds, a version %.2f ms, processors busy for %.0f %% of that; network"
                + " %,.0f MB/s%n",
            ms(cluster.poll()),
            ms(cluster.commit()),
            ms(cluster.busy()),
            ms(cluster.look()),
            ms(cluster.fetch()),
            ms(cluster.publish()),
            100 * cluster.processorShare(),
            cluster.bytesPerSecond() / 1e6);
    costs
        .processors()
        .ifPresent(
            shared ->
                console
                    .err()
                    .printf(
                        "of %d processors each takes %.2f times as long where all work%n",
                        shared.count(), shared.slowdown()));
  }

  private static double ms(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private ScaleSettings scale() {
    return settings.scale().orElseGet(ScaleSettings::new);
  }

  private SimulatedTopic topic() {
    return new SimulatedTopic(settings.topics().input(), records, count, plan.partitions());
  }

  private Function<Learner, SampleDecoder> decoders() {
    InputFormat format = InputFormat.ofWholeSamples(settings);
    return learner -> format.labelled(learner.sample());
  }
}
