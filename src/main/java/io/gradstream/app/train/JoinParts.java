package io.gradstream.app.train;

import io.gradstream.data.SampleSettings;
import io.gradstream.learn.Learner;
import io.gradstream.pipeline.join.HalfDecoder;
import io.gradstream.pipeline.join.Join;
import io.gradstream.pipeline.join.JoinSettings;
import io.gradstream.pipeline.join.Joining;
import java.util.Optional;
import java.util.function.Function;

/**
 * What joins features and labels.
 *
 * @param settings which belong together
 * @param decoders of a learner's schema
 */
public record JoinParts(JoinSettings settings, Function<SampleSettings, HalfDecoder> decoders) {
  /** A join to which nothing has come. */
  Join newJoin() {
    return new Join(settings);
  }

  /** The join on its way through a run of this learner. */
  Optional<Joining> of(Learner learner, Optional<Join> join) {
    return join.map(each -> new Joining(each, () -> decoders.apply(learner.sample())));
  }
}
