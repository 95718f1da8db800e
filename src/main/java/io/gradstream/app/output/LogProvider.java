package io.gradstream.app.output;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LogbackServiceProvider;

/**
 * Logback as the program starts it, which names this class to SLF4J: set up by {@link
 * LogConfigurator} at once. Neither is searched for in every jar, nor are their versions compared.
 */
public final class LogProvider extends LogbackServiceProvider {
  @Override
  public void initialize() {
    if (LogConfigurator.isConfiguredElsewhere()) {
      super.initialize();
      return;
    }
    LoggerContext logging = (LoggerContext) getLoggerFactory();
    logging.setMDCAdapter(getMDCAdapter());
    new LogConfigurator().configure(logging);
    logging.start();
  }
}
