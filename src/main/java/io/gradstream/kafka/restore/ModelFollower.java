package io.gradstream.kafka.restore;

import io.gradstream.kafka.client.InputTopic;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.Machine;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's topics, kept up with while another learner publishes to them: what has come is
 * assembled in memory, so that next to nothing is left to be read when this one is to go on. Opened
 * by the first question. Not thread-safe.
 */
public final class ModelFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelFollower.class);

  /** A transaction's markers reach the topics one after the other. */
  private static final Duration UNTIL_SETTLED = Duration.ofSeconds(1);

  private final Supplier<ModelReading> readings;
  private final Machine machine;
  private @Nullable Pass pass;

  ModelFollower(Supplier<ModelReading> readings, Machine machine) {
    this.readings = readings;
    this.machine = machine;
  }

  /**
   * The newest whole version as of now, as {@link Restore#find} has it. What stands on one topic
   * alone is waited for a moment on the other: it may have been published just now.
   *
   * @throws KafkaFailure as {@link Restore#find}; one that passes, if nothing is whole and there is
   *     more to come
   */
  public Restored find() {
    Pass current = pass();
    current.readOn();
    long deadline = machine.nanoTime() + UNTIL_SETTLED.toNanos();
    while (!current.found.isSettled() && machine.nanoTime() < deadline) {
      current.readOn();
    }
    current.requireDecided();
    return current.reading.newest(current.found);
  }

  /** Takes in what has come; if that fails, the next question begins again. */
  public void readOn() {
    try {
      pass().readOn();
    } catch (KafkaFailure failure) {
      LOG.debug("what was read ahead is given up", failure);
      close();
    }
  }

  /** Whether what was found is surely the newest that there is, of the topics that there are. */
  public boolean isCurrent() {
    Pass current = pass;
    if (current == null) {
      return false;
    }
    try {
      if (current.isOfTheTopicsNow()) {
        return current.readOn() == 0;
      }
    } catch (KafkaFailure failure) {
      LOG.debug("what was read ahead is given up", failure);
    }
    close();
    return false;
  }

  /** Forgets all of it. */
  @Override
  public void close() {
    Pass last = pass;
    pass = null;
    if (last != null) {
      last.records.close();
    }
  }

  private Pass pass() {
    Pass current = pass;
    if (current == null) {
      current = new Pass(readings.get());
      pass = current;
    }
    return current;
  }

  /** One pass over the topics that never ends. */
  private static final class Pass {
    private final ModelReading reading;
    private final Map<String, InputTopic> identities;
    private final CommittedRecords records;
    private final ModelTopics found;

    Pass(ModelReading reading) {
      this.reading = reading;
      this.identities = reading.identities();
      this.records = reading.open();
      this.found = reading.topics(version -> true);
    }

    /** Reads to the end that there is now, and says how many records came. */
    int readOn() {
      int[] count = {0};
      records.noteNewEnd();
      records.readToEnd(
          record -> {
            reading.accept(record, found);
            count[0]++;
          });
      return count[0];
    }

    /**
     * Half of a first version is nothing that is wrong while the other half may still come. Nor is
     * what waits for labels, or is of keys, by a version that is not whole yet: it cannot go with
     * the one before.
     */
    void requireDecided() {
      if (!found.isSettled() && (found.newestWhole().isEmpty() || found.hasParts())) {
        reading.requireAllRead(records);
      }
    }

    /** Of a topic that was made anew, what was read is another's. */
    boolean isOfTheTopicsNow() {
      return reading.identities().equals(identities);
    }
  }
}
