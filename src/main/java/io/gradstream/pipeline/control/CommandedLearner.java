package io.gradstream.pipeline.control;

import io.gradstream.learn.ConfigurationChangedException;
import io.gradstream.learn.Contest;
import io.gradstream.learn.Learner;
import io.gradstream.version.Offsets;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.Command.Promote;
import io.gradstream.version.control.Command.ResetScaler;
import io.gradstream.version.control.Command.Rollback;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A learner that does what it is told, between two steps, and remembers it. */
public final class CommandedLearner {
  private static final Logger LOG = LoggerFactory.getLogger(CommandedLearner.class);

  private final Learner learner;

  public CommandedLearner(Learner learner) {
    this.learner = learner;
  }

  /**
   * Does what has come.
   *
   * @param at how far the samples are learned
   * @return whether a version of this very point is to tell of it
   */
  public boolean obey(ReceivedCommand received, Offsets at) {
    if (received.offset() < 0) {
      return true;
    }
    if (received.command().isEmpty() || !isDone(received, received.command().get(), at)) {
      learner.control(learner.control().passedOver(received.offset()));
      return false;
    }
    Command command = received.command().get();
    Optional<Offsets> to = received.target().map(target -> target.version().offsets());
    learner.control(
        learner.control().after(new AppliedCommand(received.offset(), command, at, to)));
    LOG.info("control: {}, at offset {} of the commands", command.tree(), received.offset());
    return true;
  }

  private boolean isDone(ReceivedCommand received, Command command, Offsets at) {
    try {
      received.target().ifPresent(target -> rollBack(received, target, at));
      if (command instanceof ResetScaler reset) {
        learner.resetScaler(reset.field());
      }
      if (command instanceof Promote promotion) {
        promote(promotion.challenger());
      }
      return true;
    } catch (ConfigurationChangedException | IllegalArgumentException refused) {
      LOG.warn("control: offset {} passed over: {}", received.offset(), refused.getMessage());
      return false;
    }
  }

  private void promote(String challenger) {
    Contest contest =
        learner
            .contest()
            .orElseThrow(() -> new IllegalArgumentException("there are no challengers"));
    contest.promote(challenger);
  }

  /**
   * The samples behind a version can be learned again if the topic is still the one they are of.
   */
  private void rollBack(ReceivedCommand received, Snapshot target, Offsets at) {
    Offsets then = target.version().offsets();
    boolean again =
        received.command().equals(Optional.of(new Rollback(target.version().version(), true)));
    if (again && !then.topicIds().equals(at.topicIds())) {
      throw new IllegalArgumentException(
          "its samples are of a topic that has been made anew: " + then.topicIds());
    }
    learner.rollBack(target);
  }
}
