package io.gradstream.app.simulate;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.config.Settings;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.kafka.scale.KafkaMemberships;
import io.gradstream.learn.Learner;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.scale.Membership;
import io.gradstream.pipeline.scale.ScaleTally;
import io.gradstream.pipeline.scale.ScaledRun;
import io.gradstream.pipeline.simulate.ClusterCosts;
import io.gradstream.pipeline.simulate.MemberCosts;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a cluster's calls take: one member learns from a broker, as {@code train} would, and the
 * second half of its rounds counts. What processors do for a round that is not the member's own
 * work is the broker's and the clients', and a broker takes no more rounds than all processors of
 * such a machine have time for: for so long, of each, the log is taken to be busy.
 *
 * @param settings the configuration, with the broker's address
 * @param scale how rounds are made
 * @param records samples, which are learned over and over
 */
record ClusterMeasurement(Settings settings, ScaleSettings scale, List<byte[]> records) {
  private static final int ROUNDS = 300;
  private static final int WARM_UP = ROUNDS / 2;

  /**
   * What they take.
   *
   * @param member what of the processors' work is the member's own
   * @param roundBytes how many bytes a round has
   * @param bytesPerSecond of a network, which a broker on this machine says nothing of
   */
  ClusterCosts costs(MemberCosts member, double roundBytes, double bytesPerSecond) {
    TimedMembership timed = learn();
    double ownNs =
        member.sampleNs() * scale.round()
            + member.roundNs()
            + (member.encodedByteNs() + member.mergedByteNs()) * roundBytes;
    Duration work = positive(timed.processorTime().minusNanos(Math.round(ownNs)));
    Duration commit = timed.append();
    Duration busy = work.dividedBy(Runtime.getRuntime().availableProcessors());
    return new ClusterCosts(
        timed.poll(),
        commit,
        busy.compareTo(commit) < 0 ? busy : commit,
        Math.min(1, work.toNanos() / Math.max(1.0, timed.waiting().toNanos())),
        timed.look(),
        positive(timed.fetch().minus(timed.look())),
        timed.publish(),
        bytesPerSecond);
  }

  private static Duration positive(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  private TimedMembership learn() {
    produce();
    KafkaMemberships places =
        new KafkaMemberships(
            new Clients(settings.kafka()),
            settings.input(),
            settings.topics(),
            settings.modelName(),
            settings.publish().format(),
            scale,
            false);
    try (Membership place = places.open()) {
      TimedMembership timed = new TimedMembership(place, WARM_UP);
      new ScaledRun(parts(), timed, new ScaleTally()).run();
      return timed;
    }
  }

  private ScaledRun.Parts parts() {
    Learner model = new LearnerFactory(settings).get();
    RoundLearner copy = new RoundLearner(new LearnerFactory(settings).get());
    return new ScaledRun.Parts(
        new MergedLearner(model, scale, settings.topics().input()),
        copy,
        InputFormat.ofTopic(settings).labelled(copy.learner().sample()),
        settings.publish(),
        1,
        true,
        Clock.systemUTC(),
        System::nanoTime);
  }

  private void produce() {
    String topic = settings.topics().input();
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), 1);
    }
    try (SampleProducer producer =
        new SampleProducer(settings.kafka(), topic, OptionalDouble.empty())) {
      for (int i = 0; i < ROUNDS * scale.round(); i++) {
        producer.send(records.get(i % records.size()));
      }
      producer.flush();
    }
  }
}
