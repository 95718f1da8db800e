package io.gradstream.app;

import io.gradstream.app.output.Console;
import io.gradstream.app.train.UsageException;
import io.gradstream.kafka.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code broker}: the embedded Kafka broker alone. */
@Command(
    name = "broker",
    description = "Runs an embedded Kafka broker on localhost, for trying things out.")
final class BrokerCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @Option(
      names = "--port",
      defaultValue = "9092",
      paramLabel = "PORT",
      description = "where it listens, 0 for any free port (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--data-dir",
      defaultValue = "gradstream-broker",
      paramLabel = "DIR",
      description = "where its data is kept, also across restarts (${DEFAULT-VALUE})")
  private Path dataDirectory = Path.of("");

  @Mixin private CommonOptions common = new CommonOptions();

  private final Console console;

  BrokerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw new UsageException("--port must be 0 to %d: %d".formatted(LAST_PORT, port));
    }
    Path directory = new DataDirectory(dataDirectory).path();
    Shutdown.atOnceOnSignal();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, port)) {
      CountDownLatch signal = new CountDownLatch(1);
      Shutdown.onSignal(signal::countDown);
      console
          .err()
          .printf(
              "a Kafka broker listens at %s, its data are in %s, Ctrl-C ends it%n",
              broker.bootstrapServers(), directory.toAbsolutePath());
      console.out().println(broker.bootstrapServers());
      signal.await();
    }
    return 0;
  }
}
