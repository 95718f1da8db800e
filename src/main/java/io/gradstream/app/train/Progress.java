package io.gradstream.app.train;

import io.gradstream.learn.Contest;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.join.JoinFigures;
import io.gradstream.version.ModelVersion;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what a run does, from nothing again where it begins again with nothing. Counters may be
 * read from any thread.
 */
public final class Progress implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);

  /** Beyond this many a minute, rejections are only counted. */
  private static final long TOLD = 10;

  private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

  private final TrainingListener next;
  private final AtomicLong samples = new AtomicLong();
  private final Rejections rejections = new Rejections();
  private final LongSupplier clockNs;
  private final UnpublishedLog unpublished;
  private final AtomicLong passedOver = new AtomicLong();
  private final AtomicLong versions = new AtomicLong();
  private final FiguresOnDemand figures = new FiguresOnDemand();
  private final long startedNs = System.nanoTime();
  private volatile @Nullable LearningPipeline pipeline;
  private volatile long version;

  // The learner's thread's own.
  private @Nullable Learner learner;
  private long tellingSinceNs;
  private long told;

  /** Counts, and passes everything on. */
  public Progress(TrainingListener next) {
    this(next, System::nanoTime);
  }

  Progress(TrainingListener next, LongSupplier clockNs) {
    this.next = next;
    this.clockNs = clockNs;
    this.unpublished = new UnpublishedLog(clockNs);
    this.tellingSinceNs = clockNs.getAsLong();
  }

  @Override
  public void restored(
      SampleSource source,
      LearningPipeline pipeline,
      Learner learner,
      Optional<ModelVersion> newest) {
    if (newest.isEmpty()) {
      samples.set(0);
      rejections.clear();
      unpublished.clear();
      passedOver.set(0);
      versions.set(0);
    }
    this.pipeline = pipeline;
    this.learner = learner;
    version = learner.counters().version();
    next.restored(source, pipeline, learner, newest);
  }

  @Override
  public void standingBy(String incumbent) {
    next.standingBy(incumbent);
  }

  @Override
  public void lost() {
    next.lost();
  }

  @Override
  public void learning(long timestampMs) {
    next.learning(timestampMs);
  }

  @Override
  public void learned(StepResult result) {
    samples.lazySet(samples.get() + result.rows());
    if (learner != null) {
      figures.giveIfWanted(learner);
    }
    next.learned(result);
  }

  @Override
  public void rejected(DeadLetter letter) {
    rejections.add(letter.reason());
    if (isTold()) {
      LOG.warn(
          "dead letter: {} partition {} offset {}: {}{}",
          letter.topic(),
          letter.partition(),
          letter.offset(),
          letter.reason(),
          told == TOLD ? " (further ones of this minute are only counted)" : "");
    }
    next.rejected(letter);
  }

  private boolean isTold() {
    long nowNs = clockNs.getAsLong();
    if (nowNs - tellingSinceNs >= MINUTE_NS) {
      tellingSinceNs = nowNs;
      told = 0;
    }
    told++;
    return told <= TOLD;
  }

  @Override
  public void unpublished(DeadLetter letter) {
    unpublished.add(letter);
    next.unpublished(letter);
  }

  /** Says what there is to say once a minute, if it is time. */
  public void tellIfDue() {
    unpublished.tellIfDue();
  }

  @Override
  public void passedOver(int count) {
    passedOver.addAndGet(count);
    next.passedOver(count);
  }

  @Override
  public void published(ModelVersion version) {
    versions.incrementAndGet();
    this.version = version.version();
    next.published(version);
  }

  /** The number of the newest version; 0 where there is none. */
  public long version() {
    return version;
  }

  /** How many records could be learned and are in no version yet, as far as anybody knows. */
  public long lag() {
    LearningPipeline learning = pipeline;
    return learning == null ? 0 : learning.lag().sum();
  }

  /**
   * The learner's figures as {@link #summary} has them, as they were behind the step after the last
   * time they were asked for.
   */
  public Map<String, Object> figures() {
    return figures.newest();
  }

  /**
   * The one JSON object a run ends with: samples, steps and dead letters of the model's whole life;
   * versions, seconds and speed of this run, and if more than half of its records were rejected the
   * commonest reason.
   */
  public Map<String, Object> summary(Learner learner) {
    double seconds = elapsed().toNanos() / 1e9;
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("samples", learner.counters().samples());
    summary.put("steps", learner.counters().steps());
    summary.put("versions", versions());
    summary.put("deadLetters", learner.counters().rejected());
    unpublished.tell();
    if (unpublished.count() > 0) {
      summary.put("unpublishedDeadLetters", unpublished.count());
    }
    if (learner.keptOut() > 0) {
      summary.put("keptOut", learner.keptOut());
    }
    if (passedOver() > 0) {
      summary.put("zeroWeight", passedOver());
    }
    summary.put("seconds", Math.round(seconds * 1000) / 1000.0);
    summary.put("samplesPerSecond", Math.round(samples() / seconds));
    if (rejections.count() > samples()) {
      rejections.commonest().ifPresent(why -> summary.put("mostlyRejected", why));
    }
    LearningPipeline learning = pipeline;
    if (learning != null) {
      learning.joined().ifPresent(each -> summary.put(JoinFigures.NAME, each.tree()));
    }
    summary.putAll(learner.metrics().report());
    learner.contest().ifPresent(each -> summary.put(Contest.FIGURES, each.figures()));
    summary.put("version", learner.counters().version());
    summary.put("parameters", learner.parameterCount());
    return summary;
  }

  /** Why records were no samples. */
  public Rejections rejections() {
    return rejections;
  }

  /** Whether there were records, and none was a sample. */
  public boolean isAllRejected() {
    return samples() == 0 && rejections.count() > 0;
  }

  /** How many samples this run has learned. */
  public long samples() {
    return samples.get();
  }

  /** How many samples weighed nothing. */
  public long passedOver() {
    return passedOver.get();
  }

  /** How many versions this run has published. */
  public long versions() {
    return versions.get();
  }

  /** How long it has been at it. */
  public Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNs);
  }
}
