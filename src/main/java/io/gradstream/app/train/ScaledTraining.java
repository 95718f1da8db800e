package io.gradstream.app.train;

import io.gradstream.config.Settings;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.scale.KafkaMemberships;
import io.gradstream.learn.Learner;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.StreamException;
import io.gradstream.pipeline.scale.Membership;
import io.gradstream.pipeline.scale.ScaleTally;
import io.gradstream.pipeline.scale.ScaledRun;
import io.gradstream.settings.SettingsText;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of several learners of a model, from its start until it is stopped or the model has all that
 * was there: after a failure that may pass it takes the model up again from the newest version and
 * the log behind it.
 */
public final class ScaledTraining {
  private static final Logger LOG = LoggerFactory.getLogger(ScaledTraining.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final Settings settings;
  private final ScaleSettings scale;
  private final boolean untilEnd;
  private final Membership.Factory memberships;
  private final ScaleTally tally = new ScaleTally();
  private final long startedNs = System.nanoTime();
  private volatile boolean stopped;
  private volatile @Nullable ScaledRun running;
  private boolean wasOpen;

  private ScaledTraining(
      Settings settings, ScaleSettings scale, boolean untilEnd, Membership.Factory memberships) {
    this.settings = settings;
    this.scale = scale;
    this.untilEnd = untilEnd;
    this.memberships = memberships;
  }

  /**
   * A member of the learners of a model.
   *
   * @param untilEnd whether it ends when the model has all that is in the topic at its start
   * @throws UsageException if such a model cannot have several learners
   */
  public static ScaledTraining of(Settings settings, boolean untilEnd) {
    requireScalable(settings, new LearnerFactory(settings).get());
    ScaleSettings scale = settings.scale().orElseGet(ScaleSettings::new);
    KafkaSettings kafka =
        settings
            .publish()
            .compression()
            .map(way -> settings.kafka().with("compression.type", SettingsText.of(way)))
            .orElse(settings.kafka());
    KafkaMemberships memberships =
        new KafkaMemberships(
            new Clients(kafka),
            settings.input(),
            settings.topics(),
            settings.modelName(),
            settings.publish().format(),
            scale,
            settings.perKey().isPresent());
    return new ScaledTraining(settings, scale, untilEnd, memberships);
  }

  /**
   * Checks what only a learner tells.
   *
   * @throws UsageException if a version would go in blocks
   */
  public static void requireScalable(Settings settings, Learner learner) {
    RecordLimits limits =
        RecordLimits.standard(settings.topics().parameters(), settings.topics().state());
    if (limits.blocksOf(learner, settings.publish().format()).isPresent()) {
      throw new UsageException(
          "scale must be left out where a version or its state is too large for one record: they have"
              + " %,d and %,d numbers".formatted(learner.versionCount(), learner.slotCount()));
    }
  }

  /** Has it end behind the round that is under way. For any thread. */
  public void stop() {
    stopped = true;
    ScaledRun run = running;
    if (run != null) {
      run.stop();
    }
  }

  /** Learns to the end, or until {@link #stop}, and sums up. */
  public Map<String, Object> run() {
    Duration pause = FIRST_RETRY;
    MergedLearner merged = merged();
    boolean isOver = false;
    while (!isOver) {
      merged = merged();
      long versions = tally.versions();
      long samples = tally.ownSamples();
      isOver = session(merged) || stopped;
      boolean progressed = tally.versions() > versions || tally.ownSamples() > samples;
      pause = progressed ? FIRST_RETRY : pause.multipliedBy(2);
      pause = pause.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : pause;
      if (!isOver) {
        LockSupport.parkNanos(pause.toNanos());
      }
    }
    return summary(merged);
  }

  /** Whether it has come to its end. */
  private boolean session(MergedLearner merged) {
    try (Membership membership = memberships.open()) {
      wasOpen = true;
      ScaledRun run = new ScaledRun(parts(merged), membership, tally);
      running = run;
      if (stopped) {
        run.stop();
      }
      run.run();
      return true;
    } catch (StreamException failure) {
      if (!failure.isTransient(wasOpen)) {
        throw failure;
      }
      LOG.warn("{}; going on from the newest version and the log behind it", failure.getMessage());
      return false;
    }
  }

  private MergedLearner merged() {
    return new MergedLearner(new LearnerFactory(settings).get(), scale, settings.topics().input());
  }

  private ScaledRun.Parts parts(MergedLearner merged) {
    RoundLearner copy = new RoundLearner(new LearnerFactory(settings).get());
    return new ScaledRun.Parts(
        merged,
        copy,
        InputFormat.ofTopic(settings).labelled(copy.learner().sample()),
        settings.publish(),
        settings.input().sampleLimits().deadLettersPerSecond(),
        untilEnd,
        Clock.systemUTC(),
        System::nanoTime);
  }

  /** The one JSON object a run ends with: the model's figures, and this member's part in it. */
  private Map<String, Object> summary(MergedLearner merged) {
    double seconds = (System.nanoTime() - startedNs) / 1e9;
    Learner learner = merged.learner();
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("samples", learner.counters().samples());
    summary.put("steps", learner.counters().steps());
    summary.put("versions", tally.versions());
    summary.put("deadLetters", learner.counters().rejected());
    summary.put("seconds", Math.round(seconds * 1000) / 1000.0);
    summary.put("samplesPerSecond", Math.round(tally.ownSamples() / seconds));
    summary.putAll(learner.metrics().report());
    summary.put("version", learner.counters().version());
    summary.put("parameters", learner.parameterCount());
    Map<String, Object> shared = new LinkedHashMap<>(tally.figures());
    shared.put("position", merged.position());
    shared.put("fingerprint", merged.fingerprint());
    summary.put("scale", shared);
    return summary;
  }
}
