package io.gradstream.app.output;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the program logs, and how: results go to stdout, so logs go to stderr. Who has another
 * configuration, as a {@code logback.xml} or by {@code -Dlogback.configurationFile}, has that.
 *
 * <p>No XML, the reading of which took a tenth of the start of a command.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final List<String> OWN = List.of("logback-test.xml", "logback.xml");

  /** What these say is as it should be, or told by us in one line. */
  private static final List<String> ERRORS_ONLY =
      List.of(
          // What is no request is answered as such: whoever sends it could fill the log.
          "reactor.netty.http.server",
          // A metadata log that is empty at the first start.
          "org.apache.kafka.controller",
          // End offsets asked for before a partition is ours.
          "org.apache.kafka.clients.consumer.internals.OffsetFetcherUtils",
          "org.apache.kafka.clients.consumer.internals.FetchCollector",
          "kafka.server.DefaultAutoTopicCreationManager",
          // Two clients of one process with one name.
          "org.apache.kafka.common.utils.AppInfoParser");

  /** What these say we say in one line, and without what was told in confidence. */
  private static final List<String> SILENT =
      List.of(
          // A broker that is away, or refuses us; a topic that is gone.
          "org.apache.kafka.clients.NetworkClient",
          "org.apache.kafka.clients.Metadata",
          "org.apache.kafka.clients.admin.internals.AdminMetadataManager",
          // Certificates that cannot be read.
          "org.apache.kafka.common.security",
          "org.apache.kafka.common.network",
          // Take it for an error that a poll is full (PolledValues).
          "org.apache.kafka.clients.consumer.internals.CompletedFetch",
          // Tell of a fenced or lost transaction with a stack trace.
          "org.apache.kafka.clients.producer.internals.TransactionManager",
          "org.apache.kafka.clients.producer.internals.Sender");

  @Override
  public ExecutionStatus configure(LoggerContext logging) {
    if (isConfiguredElsewhere()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    ch.qos.logback.classic.Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(stderr(logging));
    logging.getLogger("io.gradstream").setLevel(Level.INFO);
    ERRORS_ONLY.forEach(name -> logging.getLogger(name).setLevel(Level.ERROR));
    SILENT.forEach(name -> logging.getLogger(name).setLevel(Level.OFF));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Has a package tell only what is amiss, where telling all of it would be of no use. */
  public static void quieten(String name) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logging) {
      logging.getLogger(name).setLevel(Level.WARN);
    }
  }

  static boolean isConfiguredElsewhere() {
    ClassLoader classes = LogConfigurator.class.getClassLoader();
    return System.getProperty("logback.configurationFile") != null
        || OWN.stream().anyMatch(name -> classes.getResource(name) != null);
  }

  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext logging) {
    LogLayout layout = new LogLayout();
    layout.setContext(logging);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(logging);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(logging);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
