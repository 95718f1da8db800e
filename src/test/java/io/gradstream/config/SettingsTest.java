package io.gradstream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.learn.LearnerSettings;
import io.gradstream.learn.challenge.PromotionSettings;
import io.gradstream.learn.drift.DriftSettings;
import io.gradstream.learn.drift.DriftSettings.Method;
import io.gradstream.learn.drift.DriftSettings.Reaction;
import io.gradstream.optim.Adam;
import io.gradstream.pipeline.join.JoinSettings;
import io.gradstream.pipeline.join.JoinSettings.Unlabelled;
import io.gradstream.version.NamedState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sections of a configuration have to do with each other. */
class SettingsTest {
  private static final String LINE =
      """
      name: late
      input: {topic: departures}
      sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}
      model: {layers: [{type: linear, out: 1}]}
      loss: {type: mse}
      optimizer: {type: sgd, learningRate: 0.1}
      """;

  @Test
  void topics_areNamedAfterTheModel() {
    assertThat(read("").topics().written())
        .containsExactly("late.parameters", "late.state", "late.dead-letter", "late.metrics");
  }

  @Test
  void topics_withoutMetrics_areThoseThatAModelNeeds() {
    assertThat(read("publish: {metrics: false}").topics().written())
        .containsExactly("late.parameters", "late.state", "late.dead-letter");
  }

  @Test
  void drift_whereStepsAreOverTheSameSamples_isRefused() {
    assertThat(read("drift: {}").learner().drift()).contains(new DriftSettings());
    assertThat(read("drift: {detect: [adwin], react: mark}").learner().drift())
        .contains(new DriftSettings(List.of(Method.ADWIN), List.of(Reaction.MARK)));
    assertThat(read("drift: {react: [mark, raise-rate]}").learner().drift().orElseThrow().react())
        .containsExactly(Reaction.MARK, Reaction.RAISE_RATE);
    assertThatThrownBy(() -> read("drift: {}\nbatch: {mode: full}"))
        .hasMessageContaining("drift must be left out where batch.mode is full");
  }

  @Test
  void challengers_differFromTheRestInTheirSections() {
    Settings settings =
        read(
            "challengers: {fast: {optimizer: {type: adam, learningRate: 0.2}}}\npromote: automatic");

    assertThat(settings.promote()).contains(new PromotionSettings.Automatic(5_000, 10_000));
    LearnerSettings fast =
        settings.learner().with(NamedState.require(settings.challengers(), "fast"));
    assertThat(fast.optimizer()).isEqualTo(new Adam.Settings(0.2));
    assertThat(fast.loss()).isEqualTo(settings.loss());
  }

  @Test
  void challengers_thatCannotBe_areRefused() {
    assertThatThrownBy(() -> read("challengers: {base: {}}"))
        .hasMessageContaining("neither base nor fresh: base");
    assertThatThrownBy(() -> read("challengers: {wide: {layers: [{type: linear, out: 2}]}}"))
        .hasMessageContaining("challengers.wide must fit the rest: model.layers must end with 1");
    assertThatThrownBy(() -> read("promote: automatic"))
        .hasMessageContaining("promote must be left out where there are no challengers");
    assertThatThrownBy(() -> read("challengers: {a: {}}\nbatch: {mode: full}"))
        .hasMessageContaining("challengers must be left out where batch.mode is full");
    assertThat(read("drift: {react: challenger}\npromote: manual").promote()).isPresent();
  }

  @Test
  void input_ofFeaturesAndLabels_isReadFromBothTopics() {
    Settings settings = joined("key: id, within: 1h");

    assertThat(settings.topics().inputs()).containsExactly("departures", "arrivals");
    assertThat(settings.input().join())
        .contains(
            new JoinSettings(
                "departures", "arrivals", "id", Duration.ofHours(1), Unlabelled.DROP, 100_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topic: t, key: id, within: 1h | input.topic must be left out where features and labels",
        "key: id | input.within must be given where labels come later than features",
        "within: 1h | input.key must be given where labels come later than features",
        "key: id, within: 1h, most: 0 | input.most must be at least 1: 0",
        "key: id, within: 1h, format: float32 | input.format must be json where labels have a topic",
        "key: id, within: 1h, whenRecreated: restart | input.whenRecreated must be left out where",
        "key: id, within: 1h, missing: negative | input.missing must be drop unless sample.label is binary",
        "key: id, within: 1h}, history: {every: 1h | history must be left out where input.features",
        "key: id, within: 1h}, batch: {mode: full | batch.mode must not be full where",
        "key: id, within: 1h}, batch: {maxWait: 1s | batch.maxWait must be left out where",
        "key: id, within: 1h}, challengers: {a: {} | challengers must be left out where input.fea",
        "key: id, within: 1h}, drift: {react: challenger | drift.react must not be challenger where"
      })
  void input_ofFeaturesAndLabelsThatCannotBe_saysWhy(String more, String message) {
    assertThatThrownBy(() -> joined(more)).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scale: {round: 0} | scale.round must be at least 1: 0",
        "scale: {staleness: 0} | scale.staleness must be 1 to 10000: 0",
        "scale: {every: 0s} | scale.every must be at least 1ms",
        "scale: {}, history: {every: 1h} | history must be left out where scale has several",
        "scale: {}, challengers: {a: {}} | challengers must be left out where scale has several",
        "scale: {}, drift: {} | drift must be left out where scale has several learners",
        "scale: {}, http: {port: 1} | http must be left out where scale has several learners",
        "scale: {}, batch: {mode: full} | batch.mode must not be full where scale has several",
        "scale: {}, batch: {maxWait: 1s} | batch.maxWait must be left out where scale has several"
      })
  void scale_withWhatOneLearnerDoes_isRefused(String more, String message) {
    String flow = "{" + LINE.strip().replace("\n", ", ") + ", " + more + "}";

    assertThatThrownBy(() -> Settings.of(Bindings.tree(flow))).hasMessageContaining(message);
  }

  @Test
  void scale_sumOfWhatBecomesLessByItself_isRefused() {
    String adam = LINE.replace("type: sgd", "type: adam") + "\nscale: {merge: sum}";

    assertThatThrownBy(() -> Settings.of(Bindings.tree(adam)))
        .hasMessageContaining(
            "scale.merge must be average unless optimizer.type is sgd without momentum, adagrad or"
                + " ftrl: sum with adam");
  }

  @ParameterizedTest
  @CsvSource({
    "order: timestamp, input.order must be arrival",
    "whenDeleted: skip, input.whenDeleted must be fail",
    "whenRecreated: restart, input.whenRecreated must be fail"
  })
  void scale_ofATopicThatOneMustRead_isRefused(String more, String message) {
    String input = LINE.replace("topic: departures", "topic: departures, " + more);

    assertThatThrownBy(() -> Settings.of(Bindings.tree(input + "\nscale: {}")))
        .hasMessageContaining(message + " where scale has several learners");
  }

  @Test
  void input_withoutATopic_saysWhichThereMayBe() {
    String none = LINE.replace("{topic: departures}", "{format: json}");
    assertThatThrownBy(() -> Settings.of(Bindings.tree(none)))
        .hasMessageContaining(
            "input.topic must be given, or input.features and input.labels where labels come later");
    String half = LINE.replace("topic: departures", "labels: arrivals");
    assertThatThrownBy(() -> Settings.of(Bindings.tree(half)))
        .hasMessageContaining("input.features must be given where labels come later");
    String lone = LINE.replace("topic: departures", "topic: departures, within: 1h");
    assertThatThrownBy(() -> Settings.of(Bindings.tree(lone)))
        .hasMessageContaining("input.within needs features and labels");
  }

  @Test
  void label_scaledWhereItComesLater_isRefused() {
    String flow = "{" + LINE.strip().replace("\n", ", ") + "}";
    String scaled =
        flow.replace("topic: departures", "features: a, labels: b, key: id, within: 1h")
            .replace("type: numeric}}", "type: numeric, scale: standard}}");

    assertThatThrownBy(() -> Settings.of(Bindings.tree(scaled)))
        .hasMessageContaining("sample.label.scale must be left out where input.features");
  }

  private static Settings joined(String more) {
    String sections = "features: departures, labels: arrivals, " + more;
    String flow = "{" + LINE.strip().replace("\n", ", ") + "}";
    return Settings.of(Bindings.tree(flow.replace("topic: departures", sections)));
  }

  private static Settings read(String section) {
    return Settings.of(Bindings.tree(LINE + section));
  }
}
