package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.MemoryStream.Given;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.codec.CommandCodec;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.StreamException;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.NamedState;
import io.gradstream.version.Snapshot;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.ControlState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;

/** Challengers beside a champion, as a user would have them. */
class ChallengersTest {
  private static final String FLIGHTS =
      """
      name: flights
      input: {topic: flights}
      sample:
        features:
          - {field: distance, type: numeric, scale: standard}
          - {field: origin, type: categorical, buckets: 512}
          - {field: destination, type: categorical, buckets: 512}
        label: {field: delayed, type: binary}
      model: {layers: [{type: linear, out: 1}]}
      loss: {type: bce_with_logits}
      optimizer: {type: sgd, learningRate: %s}
      batch: {mode: mini-batch, size: 8}
      """;
  private static final String THREE_RATES =
      """
      challengers:
        best: {optimizer: {type: sgd, learningRate: 0.2}}
        wild: {optimizer: {type: sgd, learningRate: 20}}
      promote: automatic
      """;
  private static final String LINE =
      """
      name: line
      input: {topic: memory}
      sample:
        features: [{field: x, type: numeric}]
        label: {field: y, type: numeric}
      model: {layers: [{type: linear, out: 1}]}
      loss: {type: mse}
      optimizer: {type: sgd, learningRate: 0.02}
      batch: {mode: single}
      publish: {everySteps: 70}
      history: {everySamples: 500, keep: 4}
      challengers: {fast: {optimizer: {type: sgd, learningRate: 0.2, momentum: 0.1}}}
      """;
  private static final String AUTOMATIC =
      "promote: {type: automatic, window: 200, coolDown: 400}\n";
  private static final int HALF = 3_000;
  private static final int KILLS = 8;

  @TempDir private Path directory;

  @AfterEach
  void giveBack() {
    VirtualTimeScheduler.reset();
    Schedulers.resetFactory();
  }

  @Test
  void replay_flightsAtThreeRates_promotesTheBest() {
    String flights = String.join("\n", Samples.flights());

    JsonNode summary = replay(FLIGHTS.formatted("0.0001") + THREE_RATES, flights).summary();

    JsonNode contest = summary.required("challengers");
    assertThat(contest.required("champion").stringValue()).isEqualTo("best");
    assertThat(contest.required("promotions").intValue()).isEqualTo(1);
    assertThat(contest.required("figures").propertyNames()).containsExactly("base", "wild");
  }

  @Test
  void replay_figuresOfAChallenger_areThoseOfItsOwnReplay() {
    String flights = String.join("\n", Samples.flights().subList(0, 2_000));

    JsonNode beside = replay(FLIGHTS.formatted("0.0001") + THREE_RATES, flights).summary();
    JsonNode alone = replay(FLIGHTS.formatted("0.2"), flights).summary();

    JsonNode best = beside.required("challengers").required("figures").required("best");
    for (String figure : List.of("logLoss", "accuracy", "auc")) {
      assertThat(best.required(figure)).isEqualTo(alone.required("metrics").required(figure));
      assertThat(best.required("window").required(figure))
          .isEqualTo(alone.required("window").required(figure));
    }
  }

  @Test
  void replay_aStreamWhoseBestChangesHalfWay_changesWithItOnce() {
    JsonNode summary = replay(LINE + AUTOMATIC, String.join("\n", changing())).summary();

    JsonNode contest = summary.required("challengers");
    assertThat(contest.required("champion").stringValue()).isEqualTo("fast");
    assertThat(contest.required("promotions").intValue()).isEqualTo(1);
    assertThat(contest.required("promotedAt").intValue()).isBetween(HALF + 1, HALF + 400);
  }

  @Test
  void replay_twice_promotesAtTheSameSample() {
    String changing = String.join("\n", changing());

    JsonNode first = replay(LINE + AUTOMATIC, changing).newest();
    JsonNode second = replay(LINE + AUTOMATIC, changing).newest();

    assertThat(first.required("metrics")).isEqualTo(second.required("metrics"));
    assertThat(first.required("parameters")).isEqualTo(second.required("parameters"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void train_killedAtRandom_isTheUndisturbedRunBitForBit(long seed) {
    MemoryStream killed =
        new MemoryStream(changing())
            .commandedBy(List.of(new Given(new Command.Promote("fast"), 1_000, 0)));
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      int commit = 1 + 9 * kill + random.nextInt(9);
      StreamException death = MemoryStream.passing("killed at commit " + commit);
      var unused =
          random.nextBoolean()
              ? killed.failingCommit(commit, death)
              : killed.failingAfterCommit(commit, death);
    }
    complete(killed);
    MemoryStream undisturbed =
        complete(
            new MemoryStream(changing())
                .commandedAgainBy(ControlState.of(newest(killed).version().control()).applied()));

    assertThat(killed.openedMs()).hasSize(1 + KILLS);
    assertThat(contest(undisturbed)).containsEntry("champion", "fast");
    assertThat((Long) contest(undisturbed).get("promotions")).isGreaterThan(1);
    assertThat(Learned.of(newest(killed).version()))
        .isEqualTo(Learned.of(newest(undisturbed).version()));
    assertThat(everythingOf(killed)).isEqualTo(everythingOf(undisturbed));
  }

  @Test
  void train_aPromotion_isPublishedAtItsVeryPoint() {
    MemoryStream stream = complete(new MemoryStream(changing()));

    ModelVersion first =
        stream.committed().stream()
            .map(Snapshot::version)
            .filter(version -> "fast".equals(contest(version).get("champion")))
            .findFirst()
            .orElseThrow();

    assertThat(contest(first)).containsEntry("promotedAt", first.samples());
    assertThat(stream.committed()).extracting(each -> each.version().samples()).isSorted();
  }

  @Test
  void replay_commandsOfARun_promotesAgainWhereItWasTold() throws IOException {
    Command promotion = new Command.Promote("fast");
    MemoryStream told =
        complete(new MemoryStream(changing()).commandedBy(List.of(new Given(promotion, 1_000, 0))));
    ControlState state = ControlState.of(newest(told).version().control());
    assertThat(state.applied()).hasSize(1);
    Path lines = directory.resolve("control.jsonl");
    Files.writeString(lines, new CommandCodec().text(state.applied().get(0).tree()) + "\n");
    Path input = Files.write(directory.resolve("line.jsonl"), changing());
    Path config = Files.writeString(directory.resolve("line.yaml"), LINE + AUTOMATIC);

    CommandRun run =
        CommandRun.inThisJvm(
            "replay",
            "--config",
            config.toString(),
            "--input",
            input.toString(),
            "--control",
            lines.toString());

    run.requireDone();
    assertThat(run.out().get(run.out().size() - 1))
        .contains("\"promotions\":" + contest(told).get("promotions"))
        .contains("\"champion\":\"fast\"");
  }

  @Test
  void check_challengers_areTold() throws IOException {
    Path config = Files.writeString(directory.resolve("line.yaml"), LINE + AUTOMATIC);

    CommandRun run = CommandRun.inThisJvm("check", "--config", config.toString());

    assertThat(run.requireDone().out())
        .contains("promote      automatic, coolDown 400, window 200")
        .anyMatch(line -> line.matches("challenger +fast: .*optimizer.learningRate 0.2, .*"));
  }

  @Test
  void check_challengersOfALargeModel_areRefused() throws IOException {
    String large =
        LINE.replace(
            "{type: linear, out: 1}", "{type: linear, out: 60000}, {type: linear, out: 1}");
    Path config = Files.writeString(directory.resolve("large.yaml"), large);

    CommandRun run = CommandRun.inThisJvm("check", "--config", config.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(String.join("\n", run.err()))
        .contains("challengers must be left out, or be fewer, where a version or its state is too");
  }

  /** What holds still suits small steps; what turns round every few samples wants large ones. */
  private static List<String> changing() {
    SplittableRandom random = new SplittableRandom(11);
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < 2 * HALF; i++) {
      double x = random.nextDouble() * 2 - 1;
      double noise = random.nextDouble() - 0.5;
      double slope = i < HALF || i / 100 % 2 == 0 ? 0.5 : -4;
      samples.add("{\"x\": %s, \"y\": %s}".formatted(x, slope * x + noise));
    }
    return samples;
  }

  private static Map<String, Object> contest(MemoryStream stream) {
    return contest(newest(stream).version());
  }

  @SuppressWarnings("unchecked") // a tree for JSON, whose keys are texts
  private static Map<String, Object> contest(ModelVersion version) {
    return (Map<String, Object>) NamedState.require(version.metrics(), "challengers");
  }

  private static Snapshot newest(MemoryStream stream) {
    return stream.committed().get(stream.committed().size() - 1);
  }

  /** The bits of a checkpoint, but for those of versions: who is killed takes them elsewhere. */
  private static Map<String, String> everythingOf(MemoryStream stream) {
    Map<String, String> everything = new TreeMap<>();
    Checkpoint checkpoint = newest(stream).checkpoint();
    checkpoint.tensors().forEach((name, each) -> everything.put(name, bits(each)));
    checkpoint.numbers().forEach((name, each) -> everything.put(name, Arrays.toString(each)));
    everything.keySet().removeIf(name -> name.equals("learner/counters"));
    everything.keySet().removeIf(name -> name.startsWith("history/"));
    return everything;
  }

  private static String bits(Tensor tensor) {
    return IntStream.range(0, tensor.size())
        .mapToObj(i -> Integer.toHexString(Float.floatToRawIntBits(tensor.data()[i])))
        .collect(Collectors.joining(" "));
  }

  private ReplayTrial replay(String yaml, String samples) {
    return ReplayTrial.of(directory, yaml, "samples.jsonl", samples);
  }

  private MemoryStream complete(MemoryStream stream) {
    VirtualTime.afterLong(() -> training(stream).learning()).verifyComplete();
    return stream;
  }

  private Training training(MemoryStream stream) {
    Settings settings = settings();
    return new Training(
        new Training.Parts(
            stream,
            new LearnerFactory(settings),
            InputFormat.ofTopic(settings)::labelled,
            settings.publish(),
            settings.input().sampleLimits(),
            settings.history(),
            Optional.empty()),
        new TrainingListener() {});
  }

  private Settings settings() {
    try {
      return Settings.read(Files.writeString(directory.resolve("c.yaml"), LINE + AUTOMATIC));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
