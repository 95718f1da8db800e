package io.gradstream.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a program warns of while it is listened to. */
public final class Warnings implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.gradstream");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  /** Listens from here on. */
  public Warnings() {
    log.start();
    logger.addAppender(log);
  }

  /** All so far. */
  public List<String> all() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(log);
  }
}
