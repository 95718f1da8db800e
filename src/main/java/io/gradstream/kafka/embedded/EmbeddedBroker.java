package io.gradstream.kafka.embedded;

import io.gradstream.kafka.client.FailureTranslator;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and its controller in this JVM, listening on localhost, for trying things out and
 * for tests. What is written to it stays in its data directory: started again on the same directory
 * and port it goes on where it was, even after its process was killed, and its clients go on with
 * it.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int NODE = 1;
  // Kept in the data directory: another one would not open it again.
  private static final String CLUSTER = "Z3JhZHN0cmVhbS1lbWJlZA";

  private final KafkaRaftServer server;
  private final Path dataDirectory;
  private final int port;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedBroker(KafkaRaftServer server, Path dataDirectory, int port) {
    this.server = server;
    this.dataDirectory = dataDirectory;
    this.port = port;
  }

  /**
   * Starts a broker and returns when it takes requests, after 1 to 4 seconds on a quiet machine.
   *
   * @param dataDirectory where its data is kept; made if missing
   * @param port where it listens on localhost; 0 for any free port
   * @throws KafkaFailure if the port is taken, or the directory is not writable or in use
   */
  public static EmbeddedBroker start(Path dataDirectory, int port) {
    String phase = "starting the embedded broker";
    try {
      requireUnused(ownDirectories(dataDirectory));
      int chosen = freePort(port);
      KafkaConfig config = new KafkaConfig(settings(dataDirectory, chosen, freePort(0)));
      format(dataDirectory);
      return new EmbeddedBroker(started(config), dataDirectory, chosen);
    } catch (KafkaFailure failure) {
      throw failure;
    } catch (IOException failure) {
      throw new KafkaFailure(
          KafkaFailure.Kind.OTHER,
          phase,
          "the data directory must be one that can be written to: " + dataDirectory,
          failure);
    } catch (Exception failure) {
      throw new FailureTranslator(new KafkaSettings("localhost:" + port, Map.of()))
          .of(phase, failure, KafkaFailure.Kind.OTHER);
    }
  }

  /** Where clients find it: {@code localhost:9092}. */
  public String bootstrapServers() {
    return "localhost:" + port;
  }

  /** Where its data is kept. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** Stops it and returns when its data directory is closed; only then may that be deleted. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static KafkaRaftServer started(KafkaConfig config) {
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
      return server;
    } catch (RuntimeException failure) {
      server.shutdown();
      throw failure;
    }
  }

  private static void format(Path dataDirectory) throws Exception {
    new Formatter()
        .setNodeId(NODE)
        .setClusterId(CLUSTER)
        .addDirectory(dataDirectory.toString())
        .setMetadataLogDirectory(dataDirectory.toString())
        .setControllerListenerName("CONTROLLER")
        .setIgnoreFormatted(true)
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
  }

  private static int freePort(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException | IllegalArgumentException failure) {
      throw KafkaFailure.other(
          "starting the embedded broker",
          "port %d of localhost must be free, choose another or stop what listens there: %s"
              .formatted(port, failure.getMessage()));
    }
  }

  /** What is kept there is nobody else's to read, where the file system knows owners. */
  private static Path ownDirectories(Path directory) throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? Files.createDirectories(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
        : Files.createDirectories(directory);
  }

  /** Kafka halts the whole JVM over a directory that another broker holds, so ask before. */
  private static void requireUnused(Path dataDirectory) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                dataDirectory.resolve(".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw inUse(dataDirectory);
      }
    } catch (OverlappingFileLockException ours) {
      throw inUse(dataDirectory);
    }
  }

  private static KafkaFailure inUse(Path dataDirectory) {
    return KafkaFailure.other(
        "starting the embedded broker",
        "the data directory is in use by another broker: " + dataDirectory);
  }

  private static Map<String, String> settings(Path dataDirectory, int port, int controllerPort) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("controller.quorum.voters", NODE + "@localhost:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners",
        "PLAINTEXT://localhost:%d,CONTROLLER://localhost:%d".formatted(port, controllerPort));
    settings.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", dataDirectory.toString());
    settings.putAll(frugality());
    return settings;
  }

  /** One of everything: there is nobody to replicate to, and a laptop to share. */
  private static Map<String, String> frugality() {
    Map<String, String> settings = new HashMap<>();
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // After a kill the controller keeps the broker out for as long as the old session lasts.
    settings.put("broker.session.timeout.ms", "4000");
    settings.put("broker.heartbeat.interval.ms", "500");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    // What opens a transaction while the markers of the one before are written is tried again.
    settings.put("add.partitions.to.txn.retry.backoff.ms", "1");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    return settings;
  }
}
