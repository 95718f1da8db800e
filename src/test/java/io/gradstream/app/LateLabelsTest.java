package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.JoinParts;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.join.HalfDecoder;
import io.gradstream.pipeline.join.KeptRecord;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The training loop over features and labels that come later, in virtual time. */
class LateLabelsTest {
  private static final String INPUT =
      "{features: flights, labels: arrivals, key: id, within: 1s, most: 120, missing: %s}";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{mode: single} | drop",
        "{mode: single} | negative",
        "{mode: mini-batch, size: 8} | negative"
      })
  void learning_lostCommits_endsAsIfUndisturbed(String batch, String missing) {
    List<KeptRecord> records = records(400);
    HalvesStream undisturbed = new HalvesStream(records);
    complete(undisturbed, settings(batch, missing));
    HalvesStream disturbed = new HalvesStream(records).failingEvery(3);

    complete(disturbed, settings(batch, missing));

    assertThat(disturbed.sessions()).isGreaterThan(3);
    assertThat(disturbed.newest().version().samples()).isGreaterThan(100);
    assertThat(Learned.of(disturbed.newest().version()))
        .isEqualTo(Learned.of(undisturbed.newest().version()));
    assertThat(disturbed.newest().version().metrics())
        .isEqualTo(undisturbed.newest().version().metrics());
    assertThat(letters(disturbed)).isEqualTo(letters(undisturbed)).isNotEmpty();
  }

  @Test
  void learning_labelsLongAfterFeatures_scoresByThePredictionOfTheMomentFeaturesCame() {
    List<KeptRecord> apart = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      apart.add(features(i, i % 7, i));
    }
    for (int i = 0; i < 100; i++) {
      apart.add(label(i, i % 2, 500 + i));
    }
    HalvesStream slow = new HalvesStream(apart);
    HalvesStream fast = new HalvesStream(apart);

    complete(slow, settings("{mode: single}", "drop"));
    complete(fast, read(yaml(INPUT.formatted("drop"), "{mode: single}").replace("0.01", "1")));

    // Nothing was learned before the last of them was predicted.
    assertThat(fast.newest().version().metrics()).isEqualTo(slow.newest().version().metrics());
    assertThat(Learned.of(fast.newest().version()))
        .isNotEqualTo(Learned.of(slow.newest().version()));
    assertThat(slow.newest().version().samples()).isEqualTo(100);
  }

  @Test
  void learning_labelWithTheirFeatures_learnsWhatOneTopicTeaches() {
    List<KeptRecord> halves = new ArrayList<>();
    List<String> whole = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      halves.add(features(i, i % 7, 10 * i));
      halves.add(label(i, i % 2, 10 * i));
      whole.add("{\"id\": %d, \"x\": %d, \"y\": %d}".formatted(i, i % 7, i % 2));
    }
    HalvesStream stream = new HalvesStream(halves);
    String single = "{mode: single}";
    // Figures that run would not have taken in a sample yet when its features come.
    String unscaled = yaml(INPUT.formatted("drop"), single).replace(", scale: standard", "");
    complete(stream, read(unscaled));

    MemoryStream one = new MemoryStream(whole);
    Settings settings = read(yaml("{topic: memory}", single).replace(", scale: standard", ""));
    Training training = new Training(parts(one, settings, Optional.empty()), NOBODY);
    VirtualTime.afterLong(training::learning).verifyComplete();

    ModelVersion expected = one.committed().get(one.committed().size() - 1).version();
    ModelVersion joined = stream.newest().version();
    Map<String, Object> metrics = new LinkedHashMap<>(joined.metrics());
    assertThat(metrics.remove("join"))
        .hasToString("{waiting=0, joined=200, expired=0, unmatched=0}");
    assertThat(Learned.of(joined.withMetrics(metrics))).isEqualTo(Learned.of(expected));
  }

  @Test
  void learning_aModelThatDrawsLots_isNotMovedByWhatIsOnlyPredicted() {
    String layers = "layers: [{type: dropout, probability: 0.5}, {type: linear, out: 1}]";
    Settings settings =
        read(
            yaml(INPUT.formatted("drop"), "{mode: single}")
                .replace("layers: [{type: linear, out: 1}]", layers));
    List<KeptRecord> alone = new ArrayList<>();
    List<KeptRecord> besideOthers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      alone.add(features(i, 1 + i % 7, 10 * i));
      alone.add(label(i, i % 2, 10 * i));
      besideOthers.add(features(i, 1 + i % 7, 10 * i));
      besideOthers.add(features(1000 + i, 100, 10 * i + 1));
      besideOthers.add(label(i, i % 2, 10 * i + 2));
    }
    HalvesStream few = new HalvesStream(alone);
    HalvesStream many = new HalvesStream(besideOthers);

    complete(few, settings);
    complete(many, settings);

    assertThat(many.newest().version().fingerprint())
        .isEqualTo(few.newest().version().fingerprint());
  }

  @Test
  void learning_halvesThatAreNone_areDeadLettersWithTheirCoordinates() {
    HalvesStream stream =
        new HalvesStream(
            List.of(
                features(1, 1, 10),
                record(HalvesStream.FEATURES, 20, "{\"x\": 3}"),
                record(HalvesStream.FEATURES, 21, "{\"id\": 4, \"x\": \"no number\"}"),
                record(HalvesStream.LABELS, 30, "{\"id\": 1}"),
                record(HalvesStream.LABELS, 31, "{\"id\": \"1\", \"y\": 1}")));

    complete(stream, settings("{mode: single}", "drop"));

    assertThat(stream.newest().version().samples()).isEqualTo(1);
    assertThat(letters(stream))
        .containsExactly(
            "flights 20 field id is missing",
            "flights 21 x must be a number: \"no number\"",
            "arrivals 30 field y is missing");
  }

  private static final TrainingListener NOBODY = new TrainingListener() {};

  /** Halves in the order of their timestamps: some come twice, some never, some too late. */
  private static List<KeptRecord> records(int count) {
    SplittableRandom random = new SplittableRandom(3);
    List<KeptRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(features(i % 350, random.nextInt(7), 10 * i));
      if (random.nextInt(10) > 0) {
        int after = random.nextInt(i % 17 == 0 ? 2000 : 900);
        records.add(label(i % 350, random.nextInt(2), 10 * i + after));
      }
      if (i % 29 == 0) {
        records.add(record(HalvesStream.LABELS, 10 * i, "broken"));
      }
    }
    records.sort(Comparator.comparingLong(KeptRecord::timestampMs));
    List<KeptRecord> numbered = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      KeptRecord each = records.get(i);
      numbered.add(new KeptRecord(each.topic(), 0, i, each.timestampMs(), each.content()));
    }
    return numbered;
  }

  private static KeptRecord features(int id, int x, long atMs) {
    return record(HalvesStream.FEATURES, atMs, "{\"id\": %d, \"x\": %d}".formatted(id, x));
  }

  private static KeptRecord label(int id, int y, long atMs) {
    return record(HalvesStream.LABELS, atMs, "{\"id\": %d, \"y\": %d}".formatted(id, y));
  }

  private static KeptRecord record(String topic, long atMs, String json) {
    return new KeptRecord(topic, 0, atMs, atMs, json.getBytes(UTF_8));
  }

  private static List<String> letters(HalvesStream stream) {
    return stream.deadLetters().stream().map(LateLabelsTest::text).toList();
  }

  private static String text(DeadLetter letter) {
    return letter.topic() + " " + letter.offset() + " " + letter.reason();
  }

  private static void complete(HalvesStream stream, Settings settings) {
    JoinParts join =
        new JoinParts(
            settings.input().join().orElseThrow(),
            schema -> new HalfDecoder(new JsonFormat(), schema, "id"));
    Training training = new Training(parts(stream, settings, Optional.of(join)), NOBODY);
    VirtualTime.afterLong(training::learning).verifyComplete();
  }

  private static Training.Parts parts(
      Session.Factory sessions, Settings settings, Optional<JoinParts> join) {
    return new Training.Parts(
        sessions,
        new LearnerFactory(settings),
        InputFormat.ofTopic(settings)::labelled,
        settings.publish(),
        settings.input().sampleLimits(),
        settings.history(),
        join);
  }

  private Settings settings(String batch, String missing) {
    return read(yaml(INPUT.formatted(missing), batch));
  }

  private static String yaml(String input, String batch) {
    return """
        name: late
        input: %s
        sample:
          features: [{field: x, type: numeric, scale: standard}]
          label: {field: y, type: binary}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: bce_with_logits}
        optimizer: {type: adam, learningRate: 0.01}
        batch: %s
        publish: {everySteps: 7}
        """
        .formatted(input, batch);
  }

  private Settings read(String yaml) {
    try {
      return Settings.read(Files.writeString(directory.resolve("c.yaml"), yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
