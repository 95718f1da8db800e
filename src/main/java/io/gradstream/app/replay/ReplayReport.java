package io.gradstream.app.replay;

import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.Lag;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.serve.Dashboard;
import io.gradstream.serve.LearnerMetrics;
import io.gradstream.serve.Readiness;
import io.gradstream.serve.ReportPage;
import io.gradstream.version.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;

/** What is seen of a replay, for a page of pictures at its end. */
public final class ReplayReport implements LearningListener, AutoCloseable {
  private final LearnerMetrics metrics;
  private final Dashboard dashboard;

  ReplayReport(String model) {
    Clock clock = Clock.systemUTC();
    this.metrics = new LearnerMetrics(model, Lag::none, clock);
    Readiness over = new Readiness().tell("role", () -> "replayed");
    this.dashboard = new Dashboard(model, over, Lag::none, metrics, clock);
  }

  /** This learner begins. */
  void begin(Learner learner) {
    metrics.restored(learner, Optional.empty());
    dashboard.restored(Optional.empty());
  }

  @Override
  public void learned(StepResult result) {
    metrics.learned(result);
  }

  @Override
  public void rejected(DeadLetter letter) {
    dashboard.rejected(letter);
  }

  @Override
  public void published(ModelVersion version) {
    dashboard.published(version);
  }

  /** The page in HTML, in UTF-8. */
  public byte[] page() {
    return new ReportPage(dashboard).html().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    metrics.close();
  }
}
