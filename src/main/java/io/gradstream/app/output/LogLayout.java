package io.gradstream.app.output;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

/**
 * A line of the log, {@code 12:00:00.000 WARN Progress: what there is to tell}, and below it the
 * stack trace of a failure.
 *
 * <p>No pattern, the parts of which took as long to start as all else of the log.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    LocalTime time = LocalTime.ofInstant(event.getInstant(), ZoneId.systemDefault());
    String line =
        String.format(
            Locale.ROOT,
            "%tT.%<tL %-5s %s: %s%n",
            time,
            event.getLevel(),
            simple(event.getLoggerName()),
            event.getFormattedMessage());
    return event.getThrowableProxy() == null
        ? line
        : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  /** A logger's name without its packages. */
  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
