package io.gradstream.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Whoever sends samples, some at a time: alone or in a transaction, which may be aborted, and among
 * them what is no sample.
 */
final class SampleProducer {
  private static final List<String> BAD =
      List.of("", "{", "{\"x\": 1}", "{\"x\": [], \"y\": \"\"}");

  /** No learner's. */
  private static final long PRODUCER_ID = 1;

  private final World world;
  private final Scenario scenario;
  private final SimulatedLog[] logs;
  private final Actor actor;
  private int sent;

  SampleProducer(World world, Scenario scenario, SimulatedLog[] logs) {
    this.world = world;
    this.scenario = scenario;
    this.logs = logs;
    this.actor = new Actor(world, null, "samples");
  }

  void begin() {
    if (scenario.bounded()) {
      while (!isDone()) {
        sendSome();
      }
    } else {
      actor.add(this::sendAndGoOn, 0);
    }
  }

  boolean isDone() {
    return sent == scenario.samples() && Stream.of(logs).allMatch(log -> log.undecided().isEmpty());
  }

  private void sendAndGoOn() {
    sendSome();
    if (!isDone()) {
      actor.add(this::sendAndGoOn, world.someNs(TimeUnit.SECONDS.toNanos(3)));
    }
  }

  private void sendSome() {
    SimulatedLog log = logs[world.below(logs.length)];
    if (!log.undecided().isEmpty()) {
      log.mark(PRODUCER_ID, true);
      return;
    }
    boolean inTransaction = world.happens(0.3);
    if (inTransaction && world.happens(0.3)) {
      log.append(new ProducerRecord<>("in", bytes("{\"x\": 1, \"y\": 1e6}")), PRODUCER_ID);
      log.mark(PRODUCER_ID, false);
    }
    for (int left = world.between(1, 6); left > 0 && sent < scenario.samples(); left--) {
      send(log, inTransaction);
    }
    if (inTransaction && (scenario.bounded() || world.happens(0.5))) {
      log.mark(PRODUCER_ID, true);
    }
  }

  private void send(SimulatedLog log, boolean inTransaction) {
    byte[] value = world.below(100) < scenario.badness() ? bad() : scenario.kind().sample(sent++);
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("in", value);
    if (inTransaction) {
      log.append(record, PRODUCER_ID);
    } else {
      log.append(record);
    }
  }

  private byte @Nullable [] bad() {
    int which = world.below(BAD.size() + 1);
    return which == BAD.size() ? null : bytes(BAD.get(which));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
