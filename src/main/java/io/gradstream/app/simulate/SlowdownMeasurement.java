package io.gradstream.app.simulate;

import io.gradstream.pipeline.simulate.MemberCosts;
import io.gradstream.pipeline.simulate.MemberMeasurement;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What the samples of a member take where several processors of this machine learn at once.
 *
 * @param members makes one that nothing was measured of
 * @param processors how many of them learn
 */
record SlowdownMeasurement(Supplier<MemberMeasurement> members, int processors) {
  /** The mean of all, in ns, measured for so long after as long a warm-up. */
  double sampleNs(Duration length) {
    Scheduler threads = Schedulers.newBoundedElastic(processors, Integer.MAX_VALUE, "measure");
    try {
      return Objects.requireNonNull(
          Flux.range(0, processors)
              .flatMap(
                  each -> Mono.fromCallable(() -> members.get().over(length)).subscribeOn(threads),
                  processors)
              .collect(Collectors.averagingDouble(MemberCosts::sampleNs))
              .block());
    } finally {
      threads.dispose();
    }
  }
}
