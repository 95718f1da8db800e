package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.StepResult;
import io.gradstream.learn.history.KeptBlocks;
import io.gradstream.pipeline.LearningPipeline;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.control.ScriptedCommands;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.AppliedCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of a replay: each reads its samples from the start, and writes its files anew. */
public final class FileSessions implements Session.Factory, TrainingListener {
  private final SampleSource source;
  private final List<AppliedCommand> commands;
  private final ReplayOutputs outputs;
  private final Settings settings;
  private final Console console;
  private @Nullable FileSession newest;
  private @Nullable Learner learner;
  private Optional<ReplayReport> report = Optional.empty();

  FileSessions(
      SampleSource source,
      List<AppliedCommand> commands,
      ReplayOutputs outputs,
      Settings settings,
      Console console) {
    this.source = source;
    this.commands = commands;
    this.outputs = outputs;
    this.settings = settings;
    this.console = console;
  }

  @Override
  public Session open() {
    RecordLimits limits =
        RecordLimits.standard(settings.topics().parameters(), settings.topics().state());
    ReplayOutputs.Opened opened = outputs.open(settings.sample().label(), console);
    ScriptedCommands script = new ScriptedCommands(commands);
    opened.versions().onPublished(each -> script.published(each.version(), () -> whole(each)));
    FileSession session = new FileSession(source, opened, script, limits);
    newest = session;
    report.ifPresent(ReplayReport::close);
    report = outputs.report().map(file -> new ReplayReport(settings.modelName()));
    return session;
  }

  /** What a rollback would find kept of a version that the learner has just published. */
  private Snapshot whole(Publication published) {
    return new Snapshot(
        published.version(),
        published.checkpoint(),
        Optional.ofNullable(learner).flatMap(Learner::keptBlocks).map(KeptBlocks::all));
  }

  /** What was seen of the session that was opened last, if a report of it is wanted. */
  public Optional<ReplayReport> report() {
    return report;
  }

  @Override
  public void restored(
      SampleSource source,
      LearningPipeline pipeline,
      Learner learner,
      Optional<ModelVersion> version) {
    this.learner = learner;
    report.ifPresent(each -> each.begin(learner));
  }

  @Override
  public void published(ModelVersion version) {
    report.ifPresent(each -> each.published(version));
  }

  /** The session that was opened last. */
  public FileSession newest() {
    FileSession last = newest;
    if (last == null) {
      throw new IllegalStateException("no session has been opened");
    }
    return last;
  }

  @Override
  public void learned(StepResult result) {
    newest().outputs().learned(result);
    if (report.isPresent()) {
      report.get().learned(result);
    }
  }

  @Override
  public void rejected(DeadLetter letter) {
    newest().outputs().rejected(letter);
    report.ifPresent(each -> each.rejected(letter));
  }
}
