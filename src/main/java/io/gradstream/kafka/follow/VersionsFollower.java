package io.gradstream.kafka.follow;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaFailure.Kind;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.input.InputSettings.From;
import io.gradstream.kafka.restore.CommittedRecords;
import io.gradstream.kafka.restore.ModelRecords;
import io.gradstream.version.ModelVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

/**
 * One model as its consumers see it: its versions one by one, each whole, whether they are
 * published in one record or in blocks. What has a key of the model and is no version of it, or is
 * damaged, is passed over and told. Subscriptions are {@link ParametersFollower}'s.
 */
public final class VersionsFollower {
  private static final Logger LOG = LoggerFactory.getLogger(VersionsFollower.class);

  private final ParametersFollower topic;
  private final String name;
  private final String model;
  private final Function<byte[], ModelVersion> whole;

  /**
   * Follows the model of this name on this topic.
   *
   * @param whole reads a version that came in one record
   */
  public VersionsFollower(
      KafkaSettings kafka, String topic, String model, Function<byte[], ModelVersion> whole) {
    this.topic = new ParametersFollower(kafka, topic);
    this.name = topic;
    this.model = model;
    this.whole = whole;
  }

  /**
   * The versions that the topic still has whole, oldest first; completes behind them. A failure
   * where there is no such topic.
   */
  public Flux<AssembledVersion> history() {
    return published(
        () -> {
          Assembling assembling = new Assembling();
          return topic.<AssembledVersion>batches(
              (records, sink) -> {
                if (assembling.isAtEnd(records)) {
                  sink.complete();
                } else {
                  sink.next(assembling.next(records));
                }
              });
        });
  }

  /**
   * The newest that the topic has whole, and then whatever comes, without an end; a failure where
   * it has none.
   */
  public Flux<AssembledVersion> newest() {
    return published(
        () -> {
          Assembling assembling = new Assembling();
          AtomicBoolean begun = new AtomicBoolean();
          return topic.<AssembledVersion>batches(
              (records, sink) ->
                  sink.next(
                      begun.getAndSet(true)
                          ? assembling.following(records)
                          : List.of(assembling.newestWhole(records))));
        });
  }

  /** A topic that is missing has had no version: its learner makes it. */
  private Flux<AssembledVersion> published(Supplier<Flux<AssembledVersion>> versions) {
    return Flux.defer(versions)
        .onErrorMap(
            KafkaFailure.class,
            failure -> failure.kind() == Kind.NO_TOPIC ? noVersion(name, model) : failure);
  }

  /** A failure that says that the first version is still to come. */
  public static IllegalStateException noVersion(String topic, String model) {
    return new IllegalStateException(
        "topic %s has no version of model %s yet: train it first".formatted(topic, model));
  }

  /**
   * What is there now and then whatever comes, without an end.
   *
   * @param from {@code EARLIEST} for all that is there now, {@code LATEST} for the newest
   */
  public Flux<AssembledVersion> follow(From from) {
    return Flux.defer(
        () -> {
          Assembling assembling = new Assembling();
          return topic.<AssembledVersion>batches(
              (records, sink) ->
                  sink.next(
                      from == From.LATEST && !records.atEnd()
                          ? assembling.newest(records)
                          : assembling.following(records)));
        });
  }

  private final class Assembling {
    private final ModelRecords<AssembledVersion> versions = ModelRecords.versions(model, whole);
    private final KeyModelRecords keys = new KeyModelRecords(model);
    private boolean hasGiven;
    private boolean hasToldTorn;

    Collection<AssembledVersion> next(CommittedRecords records) {
      List<AssembledVersion> next = new ArrayList<>();
      records.poll().forEach(record -> accept(record, next));
      return next;
    }

    /** The same where there is no end at which to say what is missing. */
    Collection<AssembledVersion> following(CommittedRecords records) {
      Collection<AssembledVersion> next = next(records);
      boolean isTold = hasToldTorn || !versions.isTorn();
      if (!isTold && records.atEnd() && !records.noteNewEnd()) {
        tellIfTorn();
      }
      return next;
    }

    /** The last of those up to the end noted at first. */
    Collection<AssembledVersion> newest(CommittedRecords records) {
      List<AssembledVersion> newest = new ArrayList<>();
      records.readToEnd(
          record -> {
            accept(record, newest);
            keepLast(newest);
          });
      return newest;
    }

    private void keepLast(List<AssembledVersion> newest) {
      while (newest.size() > 1) {
        AssembledVersion earlier = newest.remove(0);
        newest.set(0, KeyModelRecords.after(earlier, newest.get(0)));
      }
    }

    /** The last of those that {@link #history} gives. */
    AssembledVersion newestWhole(CommittedRecords records) {
      List<AssembledVersion> newest = new ArrayList<>();
      while (!isAtEnd(records)) {
        newest.addAll(next(records));
        keepLast(newest);
      }
      if (newest.isEmpty()) {
        throw noVersion(name, model);
      }
      return newest.get(0);
    }

    /**
     * A version that compaction has torn while we read is whole again with a later one, which has
     * been published by then.
     */
    boolean isAtEnd(CommittedRecords records) {
      if (!records.atEnd() || (versions.isTorn() && records.noteNewEnd())) {
        return false;
      }
      if (hasGiven) {
        tellIfTorn();
      } else {
        requireNothingBroken(records);
      }
      return true;
    }

    private void tellIfTorn() {
      if (versions.isTorn() && !hasToldTorn) {
        String until = hasGiven ? "going on with the last that is whole" : "waiting for the next";
        LOG.warn("topic {}: {}; {}", name, torn(), until);
        hasToldTorn = true;
      }
    }

    private void requireNothingBroken(CommittedRecords records) {
      if (versions.isTorn()) {
        throw KafkaFailure.other("following topic " + name, torn());
      }
      versions
          .damage()
          .or(() -> records.lost().of(name))
          .ifPresent(
              damage -> {
                throw new IllegalStateException(
                    "topic %s has no whole version of model %s any more, and its last is damaged (%s):"
                            .formatted(name, model, damage)
                        + " put back a copy of the topic, or train it again with --reset");
              });
    }

    private String torn() {
      return "it does not have all blocks of the newest version of %s: retention or somebody else has"
              .formatted(model)
          + " deleted them";
    }

    private void accept(ConsumerRecord<byte[], byte[]> record, List<AssembledVersion> whole) {
      if (keys.accept(record)) {
        return;
      }
      Optional<AssembledVersion> version = versions.accept(record).map(keys::with);
      version.ifPresent(whole::add);
      hasGiven |= version.isPresent();
      hasToldTorn &= version.isEmpty();
    }
  }
}
