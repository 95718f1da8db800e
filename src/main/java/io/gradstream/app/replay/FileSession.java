package io.gradstream.app.replay;

import io.gradstream.app.output.FileSink;
import io.gradstream.codec.VersionFormat;
import io.gradstream.learn.Learner;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.learn.tracking.BlockLimits;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.StreamException;
import io.gradstream.pipeline.control.CommandSource;
import io.gradstream.pipeline.control.ScriptedCommands;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.util.List;
import java.util.Optional;

/**
 * A session over a file, whose versions go to one: nothing outlives it, so the next begins with
 * nothing.
 *
 * @param script the commands to the learner
 * @param limits those of the topics that the versions would go to
 */
public record FileSession(
    SampleSource source, ReplayOutputs.Opened outputs, ScriptedCommands script, RecordLimits limits)
    implements Session {
  @Override
  public FileSink sink() {
    return outputs.versions();
  }

  @Override
  public CommandSource commands(long next) {
    return script;
  }

  @Override
  public Optional<BlockLimits> blocksOf(Learner learner) {
    return limits.blocksOf(learner, VersionFormat.JSON).map(Unpatched::new);
  }

  /** The same blocks, and a line has all of those that have changed. */
  private record Unpatched(BlockLimits limits) implements BlockLimits {
    @Override
    public int ofParameter(String parameter) {
      return limits.ofParameter(parameter);
    }

    @Override
    public int ofState(String parameter, List<String> slots) {
      return limits.ofState(parameter, slots);
    }
  }

  @Override
  public KeyStates keyStates() {
    return outputs.versions().keys();
  }

  @Override
  public Optional<Found<Snapshot>> restore() {
    return Optional.empty();
  }

  @Override
  public Found<ModelVersion> restoreVersion() {
    throw new StreamException("a file has no version to start from");
  }

  @Override
  public long startOver() {
    return 0;
  }

  @Override
  public void close() {
    outputs.close();
  }
}
