package io.gradstream.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
  private static final String TIME = "\\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

  @Test
  void line_hasTimeLevelAndTheLoggersSimpleName() {
    String line = written(Level.INFO, null);

    assertThat(line).matches(TIME + "INFO  Progress: 100% of 3 samples\\R");
  }

  @Test
  void failure_hasItsStackTraceBelow() {
    String line = written(Level.ERROR, new IllegalStateException("no way"));

    assertThat(line.lines())
        .anyMatch(each -> each.matches(TIME + "ERROR Progress: 100% of 3 samples"))
        .anyMatch(each -> each.equals("java.lang.IllegalStateException: no way"))
        .anyMatch(each -> each.startsWith("\tat " + LogLayoutTest.class.getName()));
  }

  private static String written(Level level, @Nullable Throwable failure) {
    LoggerContext logging = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "",
            logging.getLogger("io.gradstream.app.train.Progress"),
            level,
            "100% of {} samples",
            failure,
            new Object[] {3});
    return new LogLayout().doLayout(event);
  }
}
