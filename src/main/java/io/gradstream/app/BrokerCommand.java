package io.gradstream.app;

import io.gradstream.kafka.EmbeddedBroker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code broker}: the embedded Kafka broker alone. */
@Command(
    name = "broker",
    description = "Runs an embedded Kafka broker on localhost, for trying things out.",
    mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
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

  @Option(names = "--verbose", description = "show stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch signal = new CountDownLatch(1);
    Shutdown.onSignal(signal::countDown);
    try (EmbeddedBroker broker = EmbeddedBroker.start(dataDirectory, port)) {
      System.out.println(broker.bootstrapServers());
      System.out.flush();
      signal.await();
    }
    return 0;
  }
}
