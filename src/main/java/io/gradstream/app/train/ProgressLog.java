package io.gradstream.app.train;

import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Tells every few seconds how far a run is, while there is something to tell. */
public final class ProgressLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressLog.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final Progress progress;
  private final Disposable ticks;
  private long told;

  public ProgressLog(Progress progress) {
    this.progress = progress;
    this.ticks = Flux.interval(EVERY).subscribe(tick -> tell());
  }

  private void tell() {
    long samples = progress.samples();
    if (samples > told) {
      long perSecond = (samples - told) / EVERY.toSeconds();
      LOG.info(String.format(Locale.ROOT, "%,d samples, %,d a second", samples, perSecond));
    }
    told = samples;
    progress.tellIfDue();
  }

  @Override
  public void close() {
    ticks.dispose();
  }
}
