package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.DeadLetter;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import org.jspecify.annotations.Nullable;

/** The sessions of a replay: each reads its samples from the start, and writes its files anew. */
final class FileSessions implements Session.Factory, TrainingListener {
  private final SampleSource source;
  private final ReplayOutputs outputs;
  private final Settings settings;
  private final Console console;
  private @Nullable FileSession newest;

  FileSessions(SampleSource source, ReplayOutputs outputs, Settings settings, Console console) {
    this.source = source;
    this.outputs = outputs;
    this.settings = settings;
    this.console = console;
  }

  @Override
  public Session open() {
    RecordLimits limits =
        RecordLimits.standard(settings.topics().parameters(), settings.topics().state());
    ReplayOutputs.Opened opened = outputs.open(settings.sample().label(), console);
    FileSession session = new FileSession(source, opened, limits);
    newest = session;
    return session;
  }

  /** The session that was opened last. */
  FileSession newest() {
    FileSession last = newest;
    if (last == null) {
      throw new IllegalStateException("no session has been opened");
    }
    return last;
  }

  @Override
  public void learned(StepResult result) {
    newest().outputs().learned(result);
  }

  @Override
  public void rejected(DeadLetter letter) {
    newest().outputs().rejected(letter);
  }
}
