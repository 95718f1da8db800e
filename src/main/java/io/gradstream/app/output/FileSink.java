package io.gradstream.app.output;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.block.BlocksJsonCodec;
import io.gradstream.learn.Learner;
import io.gradstream.learn.keyed.KeptKeys;
import io.gradstream.learn.keyed.KeyStates;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.VersionSink;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A sink without Kafka: each version becomes a JSON line of a file, and the newest is kept. */
public final class FileSink implements VersionSink, Closeable {
  private final JsonVersionCodec codec = new JsonVersionCodec();
  private final @Nullable OutputStream out;
  private volatile @Nullable ModelVersion newest;
  private final KeptKeys keys = new KeptKeys();
  private Consumer<Publication> onPublished = publication -> {};

  /** A sink to this file, or to nothing. */
  public FileSink(Optional<OutputFile> file, Console console) {
    this.out = file.map(given -> given.open(console)).orElse(null);
  }

  @Override
  public Mono<Void> publish(Publication publication) {
    return Mono.fromRunnable(() -> write(publication));
  }

  /** Has somebody look at each version, before more is learned. */
  public void onPublished(Consumer<Publication> action) {
    onPublished = action;
  }

  private void write(Publication publication) {
    ModelVersion version = publication.version();
    newest = version;
    publication.keys().ifPresent(keys::accept);
    onPublished.accept(publication);
    if (out != null) {
      try {
        out.write(
            publication
                .blocks()
                .map(changed -> new BlocksJsonCodec().encode(version, changed))
                .orElseGet(() -> codec.encode(version)));
        out.write('\n');
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  /**
   * The newest version with the learner's parameters, which has ended with it, or the untrained
   * model's where there was nothing to learn.
   */
  public ModelVersion newest(Learner learner) {
    ModelVersion last = newest;
    ModelVersion head =
        last == null ? learner.snapshot(Offsets.none(), Instant.now()).version() : last;
    return head.with(learner.parameters());
  }

  /** The models of keys, all that were published. */
  public KeyStates keys() {
    return keys;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
