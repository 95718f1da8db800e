package io.gradstream.simulation;

import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.codec.VersionFormat;
import io.gradstream.kafka.KafkaSessions;
import io.gradstream.kafka.client.Clients;
import io.gradstream.kafka.client.KafkaFailure;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.Topics;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.kafka.input.LearnerInstance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * One run: somebody sends samples, one or two learners learn them, whatever dies is started again,
 * and once all is learned that can be they are asked to end.
 */
final class Simulation {
  private static final String MODEL = "model";
  private static final Topics TOPICS =
      new Topics(
          "in",
          "model.parameters",
          "model.state",
          "model.dead-letter",
          Optional.of("model.metrics"),
          Optional.empty(),
          Optional.empty());
  private static final Map<String, KafkaSettings> SETTINGS =
      Map.of("a", settings("a"), "b", settings("b"));
  private static final long DEADLINE_NS = TimeUnit.MINUTES.toNanos(30);

  /** Longer than the markers of a transaction take. */
  private static final long UNTIL_MARKED_NS = TimeUnit.SECONDS.toNanos(10);

  private final World world;
  private final Faults faults;
  private final Scenario scenario;
  private final SimulatedBroker broker;
  private final SampleProducer samples;
  private final Invariants invariants;
  private final Actor operator;
  private final Map<SimulatedProcess, Training> running = new LinkedHashMap<>();
  private int started;
  private int toCome;
  private boolean stopped;
  private @Nullable Throwable unexpected;

  Simulation(long seed, Trace trace) {
    this.world = new World(seed, trace);
    this.scenario = Scenario.of(world);
    this.faults = new Faults(world);
    this.broker = new SimulatedBroker(world, faults);
    SimulatedLog[] input = broker.create("in", scenario.partitions(), Map.of()).partitions();
    this.samples = new SampleProducer(world, scenario, input);
    this.invariants = new Invariants(broker, TOPICS, new ReferenceLearner(scenario.kind(), input));
    this.operator = new Actor(world, null, "operator");
    world.tell("operator", scenario.toString());
  }

  private static KafkaSettings settings(String host) {
    return new KafkaSettings("simulated:9092", Map.of("client.id", host));
  }

  Map<Fault, Integer> faults() {
    return faults.met();
  }

  /**
   * Runs to the end.
   *
   * @throws BrokenInvariant if something is not as it must be, or there is no end
   */
  void run() {
    Schedulers.setFactory(new SimulatedSchedulers(world));
    samples.begin();
    startLater("a", 0);
    if (scenario.second()) {
      startLater(scenario.sameHost() ? "a" : "b", world.someNs(TimeUnit.SECONDS.toNanos(20)));
    }
    operator.add(this::stopOnceLearned, TimeUnit.SECONDS.toNanos(1));
    boolean ended = world.run(DEADLINE_NS, () -> unexpected != null || isOver());
    invariants.requireUnbroken();
    if (unexpected != null) {
      throw new BrokenInvariant("a learner ended: " + unexpected, unexpected);
    }
    if (!ended) {
      throw new BrokenInvariant("the run does not come to its end");
    }
    world.run(world.nowNs() + UNTIL_MARKED_NS, () -> false);
    invariants.requireReadable(MODEL);
  }

  private boolean isOver() {
    return invariants.isBroken() || (running.isEmpty() && toCome == 0 && isAllLearned());
  }

  private boolean isAllLearned() {
    return samples.isDone() && invariants.isAllLearned();
  }

  private void stopOnceLearned() {
    if (isAllLearned() && !scenario.bounded()) {
      stopped = true;
      running.forEach(
          (process, training) -> process.newPassingActor("signal").add(training::stop, 0));
    }
    operator.add(this::stopOnceLearned, TimeUnit.SECONDS.toNanos(1));
  }

  private void startLater(String host, long ns) {
    toCome++;
    operator.add(
        () -> {
          toCome--;
          start(new SimulatedProcess(world, host, ++started));
        },
        ns);
  }

  private void start(SimulatedProcess process) {
    Training training = training(process);
    running.put(process, training);
    process.onDeath(() -> startAgain(process));
    process.newActor("main").add(() -> learn(process, training), 0);
  }

  private void learn(SimulatedProcess process, Training training) {
    training
        .learning()
        .subscribe(nothing -> {}, failure -> failed(process, failure), () -> ended(process));
  }

  private Training training(SimulatedProcess process) {
    KafkaSettings kafka = Objects.requireNonNull(SETTINGS.get(process.host()));
    Clients clients =
        new Clients(kafka, new SimulatedClients(new Connection(process, broker)), process);
    KafkaSessions sessions =
        new KafkaSessions(
            clients,
            InputSettings.of("in"),
            TOPICS,
            MODEL,
            LearnerInstance.of(kafka),
            VersionFormat.JSON,
            false,
            scenario.bounded());
    Training.Parts parts =
        new Training.Parts(
            sessions,
            scenario.kind().learners(),
            scenario.kind().format()::labelled,
            scenario.publish(),
            scenario.kind().settings().input().sampleLimits());
    return new Training(parts, new TrainingListener() {});
  }

  private void ended(SimulatedProcess process) {
    world.tell(process.name(), "has ended");
    process.exit();
    running.remove(process);
  }

  /**
   * Nobody answering at the start, or anything on the way once it is to end anyway, is an end of
   * which whoever started it is told.
   */
  private void failed(SimulatedProcess process, Throwable failure) {
    if (!process.isAlive()) {
      return;
    }
    world.tell(process.name(), "has failed: " + failure);
    if (failure instanceof KafkaFailure kafka
        && (stopped || kafka.kind() == KafkaFailure.Kind.UNREACHABLE)) {
      process.exit();
      startAgain(process);
    } else {
      unexpected = failure;
    }
  }

  private void startAgain(SimulatedProcess process) {
    running.remove(process);
    if (!isAllLearned() || scenario.bounded()) {
      String host = world.happens(0.7) ? process.host() : "b";
      startLater(host, world.someNs(TimeUnit.SECONDS.toNanos(15)));
    }
  }
}
