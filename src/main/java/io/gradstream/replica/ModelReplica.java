package io.gradstream.replica;

import io.gradstream.codec.JsonTreeWriter;
import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.data.RejectedSample;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.ModelVersion;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A model that follows its learner: every version that is published answers as soon as it is here,
 * whole, to any number of threads.
 *
 * <p>Predicting takes no lock, never waits for a version, and allocates the answer alone; a thread
 * that predicts for the first time makes buffers of its own, which go with it. While the versions
 * cannot be read the newest answers on, and is looked for again.
 */
public final class ModelReplica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelReplica.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration FIRST_RETRY = Duration.ofMillis(200);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final String model;
  private final Clock clock;
  private final Slots slots = new Slots();
  private final KeyModels keys = new KeyModels();
  private final ThreadLocal<Lane> lanes = ThreadLocal.withInitial(this::newLane);
  private final Sinks.Many<ModelVersion> versions = Sinks.many().replay().latest();
  private final Disposable following;
  private volatile @Nullable ModelVersion newest;
  private String told = "";

  private ModelReplica(VersionSource source, String topic, String model, Clock clock) {
    this.model = model;
    this.clock = clock;
    this.following =
        Flux.defer(() -> source.versions(topic, model))
            .doOnNext(this::take)
            .retryWhen(
                Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                    .maxBackoff(LAST_RETRY)
                    .transientErrors(true)
                    .doBeforeRetry(retry -> tell(retry.failure())))
            .subscribe();
  }

  /**
   * Follows a model. Returns at once: {@link #awaitVersion} tells when there is one.
   *
   * @param source where versions are published, such as {@code new KafkaVersions(kafka)}
   * @param topic the topic of parameters
   * @param model the model's name
   */
  public static ModelReplica follow(VersionSource source, String topic, String model) {
    return follow(source, topic, model, Clock.systemUTC());
  }

  static ModelReplica follow(VersionSource source, String topic, String model, Clock clock) {
    return new ModelReplica(source, topic, model, clock);
  }

  private Lane newLane() {
    Lane lane = new Lane(new JsonFormat(), keys);
    slots.add(lane);
    return lane;
  }

  private void take(AssembledVersion version) {
    try {
      keys.accept(version);
      slots.load(version);
    } catch (IllegalArgumentException unknown) {
      LOG.warn(
          "version {} of model {} cannot be predicted with, the one before answers on: {}",
          version.head().version(),
          model,
          unknown.getMessage());
      return;
    }
    ModelVersion head = version.head().with(Map.of());
    newest = head;
    told = "";
    versions.tryEmitNext(head);
  }

  /** Says it once for as long as it is the same. */
  private void tell(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.equals(told)) {
      LOG.warn("model {}: {}; looking for its versions again", model, message);
      told = message;
    }
  }

  /**
   * Predicts a sample by the newest version; its label is not looked at. From any thread.
   *
   * @param json an object with the sample's fields, in UTF-8
   * @throws IllegalArgumentException if it is no sample, saying why
   * @throws IllegalStateException if there is no version yet
   */
  public Prediction predict(byte[] json) {
    requireVersion();
    try {
      return lanes.get().predict(slots, json);
    } catch (RejectedSample rejection) {
      throw new IllegalArgumentException(rejection.getMessage(), rejection);
    }
  }

  /**
   * The same of a sample whose fields are given by name: numbers, booleans and texts, maps of such
   * and lists. What is null, or a number that is not finite, is missing.
   */
  public Prediction predict(Map<String, ?> sample) {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
      new JsonTreeWriter(out).write(sample);
    }
    return predict(json.toByteArray());
  }

  /**
   * Predicts as {@link #predict(byte[])} does, and says what each field adds to it; for a model of
   * one linear layer.
   *
   * @throws IllegalArgumentException if it is no sample, or the model another, saying why
   * @throws IllegalStateException if there is no version yet
   */
  public Explanation explain(byte[] json) {
    requireVersion();
    try {
      return lanes.get().explain(slots, json);
    } catch (RejectedSample rejection) {
      throw new IllegalArgumentException(rejection.getMessage(), rejection);
    }
  }

  private void requireVersion() {
    if (!slots.hasVersion()) {
      throw new IllegalStateException(
          "model %s has no version yet: wait for awaitVersion(1)".formatted(model));
    }
  }

  /** The newest version, without its parameters; empty while there is none. */
  public Optional<ModelVersion> version() {
    return Optional.ofNullable(newest);
  }

  /** How long ago the newest version was made; empty while there is none. */
  public Optional<Duration> age() {
    return version().map(head -> Duration.between(head.timestamp(), clock.instant()));
  }

  /** Whether there is a version, made no longer ago than this. */
  public boolean isReady(Duration staleness) {
    return age().filter(age -> age.compareTo(staleness) <= 0).isPresent();
  }

  /** The newest version and whatever comes, without their parameters, each when it answers. */
  public Flux<ModelVersion> versions() {
    return versions.asFlux();
  }

  /** The first version that answers whose number is at least this. */
  public Mono<ModelVersion> awaitVersion(long number) {
    return versions().filter(version -> version.version() >= number).next();
  }

  /** Follows no longer; the newest version answers on. */
  @Override
  public void close() {
    following.dispose();
    versions.tryEmitComplete();
  }
}
