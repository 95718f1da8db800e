package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.ReplicaServer;
import io.gradstream.config.Settings;
import io.gradstream.serve.HttpSettings;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the newest published model answers over HTTP. */
@Command(
    name = "serve",
    description = "Answers samples over HTTP by the newest published model, without a learner.")
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  ServeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Shutdown.atOnceOnSignal();
    Settings settings = config.readToConnect(console);
    HttpSettings http = settings.http().orElseGet(HttpSettings::new);
    if (http.isOpenToOthers() && http.token().isEmpty()) {
      LOG.warn(
          "predictions and metrics are everybody's who reaches http.address {}: set http.token, or leave it"
              + " at 127.0.0.1",
          http.address());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Shutdown.onSignal(stopped::countDown);
    try (ReplicaServer server = ReplicaServer.start(settings, http)) {
      LOG.info("predictions at {}/predict", server.address());
      stopped.await();
    }
    return 0;
  }
}
