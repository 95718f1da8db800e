package io.gradstream.pipeline.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.pipeline.join.JoinSettings.Unlabelled;
import io.gradstream.version.WaitingRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What finds its other half, and what does not, in the time of the records. */
class JoinTest {
  private static final int WITHIN_MS = 100;

  private final List<String> refused = new ArrayList<>();
  private final Join join = joinOf(Unlabelled.DROP, 1000);

  @Test
  void label_afterItsFeatures_makesASampleScoredByWhatWasGivenOutThen() {
    features(join, "a", 10);

    label(join, "a", 60, 1);

    JoinedSample sample = join.next();
    assertThat(sample.features().timestampMs()).isEqualTo(10);
    assertThat(sample.outputs()).containsExactly(10);
    assertThat(sample.target()).isEqualTo(new Target(1, 1));
    assertThat(join.figures()).isEqualTo(new JoinFigures(0, 1, 0, 0));
  }

  @Test
  void labels_inAnotherOrderThanFeatures_areLearnedInTheirOwn() {
    features(join, "a", 10);
    features(join, "b", 20);
    features(join, "c", 30);

    label(join, "b", 40, 1);
    label(join, "c", 50, 0);
    label(join, "a", 60, 1);

    assertThat(drained(join)).containsExactly("20=1", "30=0", "10=1");
  }

  @Test
  void label_whoseFeaturesComeLate_waitsForThem() {
    label(join, "a", 60, 1);
    features(join, "b", 70);

    features(join, "a", 10);

    assertThat(drained(join)).containsExactly("10=1");
    assertThat(refused).isEmpty();
  }

  @Test
  void label_writtenBeforeItsFeatures_isNotTheirs() {
    label(join, "a", 10, 1);

    features(join, "a", 20);

    assertThat(join.ready()).isZero();
  }

  @Test
  void label_asecondTime_isADeadLetterWhenNoFeaturesHaveComeForIt() {
    features(join, "a", 10);
    label(join, "a", 60, 1);
    label(join, "a", 70, 0);

    features(join, "b", 171);

    assertThat(drained(join)).containsExactly("10=1");
    assertThat(refused)
        .containsExactly(
            "70: no features of key a wait for it: none came, or more than input.within before it,"
                + " or they have had their label");
  }

  @Test
  void labels_twiceBeforeFeatures_theNewerStays() {
    label(join, "a", 60, 1);
    label(join, "a", 70, 0);

    features(join, "a", 50);

    assertThat(drained(join)).containsExactly("50=0");
    assertThat(refused).containsExactly("60: another label of key a has come before features");
  }

  @Test
  void features_twiceBeforeALabel_theNewerStay() {
    features(join, "a", 10);
    features(join, "a", 20);

    label(join, "a", 30, 1);

    assertThat(drained(join)).containsExactly("20=1");
    assertThat(refused).containsExactly("10: features of key a have come again before a label");
  }

  @Test
  void features_withoutALabelInTime_areDroppedAndCounted() {
    features(join, "a", 10);
    features(join, "b", 11);
    assertThat(join.figures().waiting()).isEqualTo(2);

    label(join, "a", 111, 1);

    assertThat(join.ready()).isZero();
    assertThat(join.figures()).isEqualTo(new JoinFigures(1, 0, 1, 0));
  }

  @Test
  void label_atTheVeryEndOfItsTime_isInTime() {
    features(join, "a", 10);

    label(join, "a", 10 + WITHIN_MS, 1);

    assertThat(drained(join)).containsExactly("10=1");
  }

  @Test
  void features_withoutALabelWhereThatIsANo_areLearnedInTheOrderTheyExpire() {
    Join negative = joinOf(Unlabelled.NEGATIVE, 1000);
    features(negative, "b", 20);
    features(negative, "a", 10);

    features(negative, "c", 121);

    assertThat(drained(negative)).containsExactly("10=0", "20=0");
  }

  @Test
  void records_moreThanMayWait_theOldestAreGivenUp() {
    Join narrow = joinOf(Unlabelled.DROP, 2);
    features(narrow, "a", 10);
    features(narrow, "b", 20);

    features(narrow, "c", 30);

    assertThat(refused)
        .containsExactly("10: more than input.most, 2, wait, and this is the oldest");
    assertThat(narrow.figures()).isEqualTo(new JoinFigures(2, 0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void restore_anywhere_goesOnAsIfUndisturbed(int seed) {
    Join undisturbed = joinOf(Unlabelled.NEGATIVE, 20);
    List<String> expected = run(undisturbed, seed, 0);
    List<String> letters = new ArrayList<>(refused);
    refused.clear();

    List<String> interrupted = run(joinOf(Unlabelled.NEGATIVE, 20), seed, 7);

    assertThat(interrupted).isEqualTo(expected);
    assertThat(refused).isEqualTo(letters).hasSizeGreaterThan(50);
  }

  @Test
  void drain_ofWhatCameAndWentSince_hasNoTraceOfIt() {
    features(join, "a", 10);
    label(join, "a", 20, 1);
    join.next();

    assertThat(join.drain(1).byNumber()).containsOnlyKeys(0L);
  }

  @Test
  void takeBack_ofWhatNobodyHas_hasTheNextTellAllThereIs() {
    features(join, "a", 10);
    features(join, "b", 20);
    WaitingRows first = join.drain(1);
    label(join, "a", 30, 1);
    join.next();
    WaitingRows lost = join.drain(2);
    features(join, "c", 40);

    join.takeBack(lost);

    WaitingRows next = join.drain(2);
    Join again = joinOf(Unlabelled.DROP, 1000);
    again.restore(first.with(next), 2);
    assertThat(again.figures().waiting()).isEqualTo(2);
    assertThat(WaitingRows.none().with(next))
        .usingRecursiveComparison()
        .isEqualTo(first.with(next));
  }

  @Test
  void restore_rowsOfAnotherVersionOrNotAllOfThem_isRefused() {
    features(join, "a", 10);
    WaitingRows rows = join.drain(3);

    assertThatThrownBy(() -> joinOf(Unlabelled.DROP, 9).restore(rows, 2))
        .hasMessage(
            "what waits for labels is of version 3 with 1 records, and found were version 2 and 1");
    TreeMap<Long, byte[]> fewer = new TreeMap<>(rows.byNumber());
    fewer.remove(1L);
    assertThatThrownBy(() -> joinOf(Unlabelled.DROP, 9).restore(new WaitingRows(fewer), 3))
        .hasMessageEndingWith("found were version 3 and 0");
  }

  /** Random records, and a process that dies behind every so many of them. */
  private List<String> run(Join from, int seed, int diesEvery) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> learned = new ArrayList<>();
    WaitingRows rows = WaitingRows.none();
    Join current = from;
    for (int i = 1; i <= 2000; i++) {
      String key = "k" + random.nextInt(40);
      int at = i * 5 - random.nextInt(30);
      if (random.nextInt(3) > 0) {
        features(current, key, at);
      } else {
        label(current, key, at, random.nextInt(2));
      }
      while (current.ready() >= 4) {
        learned.add(text(current.next()));
      }
      if (diesEvery > 0 && i % diesEvery == 0) {
        rows = rows.with(current.drain(i));
        current = new Join(from.settings());
        current.restore(rows, i);
      }
    }
    learned.addAll(drained(current));
    return learned;
  }

  private static Join joinOf(Unlabelled unlabelled, int most) {
    return new Join(
        new JoinSettings("f", "l", "key", Duration.ofMillis(WITHIN_MS), unlabelled, most));
  }

  private void features(Join to, String key, int atMs) {
    to.advance(atMs, this::refuse);
    to.features(key, record("f", atMs), new float[] {atMs}, this::refuse);
  }

  private void label(Join to, String key, int atMs, int label) {
    to.advance(atMs, this::refuse);
    to.label(key, record("l", atMs), new Target(label, 1), this::refuse);
  }

  private static KeptRecord record(String topic, int atMs) {
    return new KeptRecord(topic, 0, atMs, atMs, Integer.toString(atMs).getBytes(UTF_8));
  }

  private void refuse(KeptRecord record, String reason) {
    refused.add(new String(record.content(), UTF_8) + ": " + reason);
  }

  private static List<String> drained(Join from) {
    List<String> all = new ArrayList<>();
    while (from.ready() > 0) {
      all.add(text(from.next()));
    }
    return all;
  }

  private static String text(JoinedSample sample) {
    assertThat(sample.outputs()).containsExactly(sample.features().timestampMs());
    int label = (int) Objects.requireNonNull(sample.target()).label();
    return sample.features().timestampMs() + "=" + label;
  }
}
