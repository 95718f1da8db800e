package io.gradstream.app.output;

import io.gradstream.config.Settings;
import io.gradstream.kafka.follow.KafkaVersions;
import io.gradstream.replica.ModelReplica;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A replica of a configuration's model, which follows it from when it is asked for first. */
public final class LazyReplica implements Supplier<ModelReplica>, AutoCloseable {
  /** Whoever asks first waits so long for a version. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Settings settings;
  private @Nullable ModelReplica replica; // guarded by this

  public LazyReplica(Settings settings) {
    this.settings = settings;
  }

  @Override
  public synchronized ModelReplica get() {
    ModelReplica open = replica;
    if (open == null) {
      open =
          ModelReplica.follow(
              new KafkaVersions(settings.kafka()),
              settings.topics().parameters(),
              settings.modelName());
      replica = open;
      open.awaitVersion(1).timeout(PATIENCE).onErrorComplete().block();
    }
    return open;
  }

  @Override
  public synchronized void close() {
    if (replica != null) {
      replica.close();
    }
  }
}
