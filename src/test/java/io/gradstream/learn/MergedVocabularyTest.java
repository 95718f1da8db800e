package io.gradstream.learn;

import static io.gradstream.learn.MembersInMemory.SAMPLES;
import static io.gradstream.learn.MembersInMemory.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.LabelSettings;
import io.gradstream.data.Missing;
import io.gradstream.data.SampleSettings;
import io.gradstream.data.VocabularySettings;
import io.gradstream.learn.MembersInMemory.Member;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.learn.merge.ScaleSettings.Merge;
import io.gradstream.learn.vocabulary.SharedVocabularies;
import io.gradstream.learn.vocabulary.Vocabularies;
import io.gradstream.optim.Adagrad;
import io.gradstream.optim.Adam;
import io.gradstream.optim.Ftrl;
import io.gradstream.optim.OptimizerSettings;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.NamedState;
import io.gradstream.version.RowPatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several learners of a model with a vocabulary whose rows are given away all the time. */
class MergedVocabularyTest {
  private static final int SIZE = 6;
  private static final int COLUMNS = 3;
  private static final int TWIN_OF_4 = 6;
  private static final Categorical SELLER =
      Categorical.embedded(
          "seller", new VocabularySettings(SIZE, 2, 20), COLUMNS, Missing.INDICATOR);
  private static final SampleSettings SAMPLE =
      new SampleSettings(List.of(SELLER), new LabelSettings("y", LabelSettings.Type.BINARY));

  private OptimizerSettings optimizer = new Adagrad.Settings(0.1);
  private final MembersInMemory all =
      new MembersInMemory(scale(Merge.AVERAGE), this::learner, MergedVocabularyTest::sample);

  @ParameterizedTest
  @ValueSource(strings = {"adagrad", "adam", "ftrl"})
  void apply_oneMember_givesTheBitsOfALearnerWithoutRounds(String type) {
    optimizer =
        switch (type) {
          case "adagrad" -> new Adagrad.Settings(0.1);
          case "adam" -> new Adam.Settings(0.01);
          default -> new Ftrl.Settings(0.1);
        };
    Learner alone = learner();
    for (long offset = 0; offset < SAMPLES; offset++) {
      alone.learn(all.sample(alone, 0, offset));
    }
    Member member = all.join("a");
    member.partitions = List.of(0);

    all.learnAll(List.of(member), 1, new SplittableRandom(1));

    assertThat(bits(member.merged.learner())).isEqualTo(bits(alone));
    assertThat(vocabulary(alone)).as("rows were given away").doesNotContainValue("[0.0]");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void apply_membersThatComeAndGo_haveTheVocabularyOfTheSamplesInTheLogsOrder(int seed) {
    all.settings = scale(Merge.values()[seed % 2]);
    SplittableRandom random = new SplittableRandom(seed);
    List<Member> members = new ArrayList<>(List.of(all.join("a"), all.join("b")));

    all.learnAll(members, 4, random);
    members.forEach(Member::read);

    for (Member member : members) {
      assertThat(bits(member.merged.learner())).isEqualTo(bits(members.get(0).merged.learner()));
    }
    assertThat(vocabulary(members.get(0).merged.learner())).isEqualTo(vocabulary(inLogsOrder()));
  }

  /** A learner by itself of the samples whose rounds count. */
  private Learner inLogsOrder() {
    Learner alone = learner();
    MergedLearner merged = all.join("reader").merged;
    for (int at = 0; at < all.log.size(); at++) {
      var round = all.codec.decode(all.log.get(at));
      if (merged.apply(at, round).isEmpty()) {
        round
            .ranges()
            .forEach(
                (partition, range) -> {
                  for (long offset = range.first(); offset < range.end(); offset++) {
                    alone.learn(all.sample(alone, partition, offset));
                  }
                });
      }
    }
    return alone;
  }

  @Test
  void apply_twoThatAdmitBesideEachOther_leaveEachCategoryWhatItHasLearned() {
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(0);
    turn(first, second);
    first.partitions = List.of(4);
    second.partitions = List.of(5);
    first.learn();
    second.learn();
    float[] ofFirst = row(first.copy.learner(), 4);
    float[] ofSecond = row(second.copy.learner(), 5);
    first.write();
    second.write();
    first.read();

    Learner merged = first.merged.learner();

    assertThat(row(merged, 4)).isEqualTo(ofFirst).isNotEqualTo(ofSecond);
    assertThat(row(merged, 5)).isEqualTo(ofSecond);
  }

  @Test
  void apply_twoThatAdmitTheSameBesideEachOther_startFromWhereItBegan() {
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(0, 1);
    turn(first, second);
    first.partitions = List.of(4);
    second.partitions = List.of(TWIN_OF_4);
    first.learn();
    second.learn();
    float[] ofBoth = row(first.copy.learner(), 4);
    first.write();
    second.write();
    first.read();

    assertThat(row(second.copy.learner(), 4)).isEqualTo(ofBoth);
    assertThat(row(first.merged.learner(), 4)).isEqualTo(ofBoth);
  }

  @Test
  void apply_categoryThatWasEvictedBeside_losesWhatTheRoundHasMadeOfIt() {
    Member first = all.join("a");
    Member second = all.join("b");
    first.partitions = List.of(4);
    turn(first, second);
    first.partitions = List.of(0, 1, 2, 3);
    second.partitions = List.of(4);
    first.learn();
    second.learn();
    first.write();
    first.read();
    assertThat(place(first.merged.learner(), 4)).as("evicted").isEqualTo(SIZE);
    float[] shared = table(first.merged.learner(), SIZE);

    second.write();
    first.read();

    assertThat(row(second.copy.learner(), 4)).isNotEqualTo(shared);
    assertThat(place(first.merged.learner(), 4)).as("seen again").isLessThan(SIZE);
  }

  @Test
  void fit_rowsOrSamplesThatThereAreNot_isNone() {
    SharedVocabularies shared = new SharedVocabularies(vocabularies(learner()));

    assertThat(shared.fit(said("", SIZE - 1), 4)).isTrue();
    assertThat(shared.fit(said("", SIZE), 4)).isFalse();
    assertThat(shared.fit(said("seen/", 4), 4)).isTrue();
    assertThat(shared.fit(said("seen/", 5), 4)).isFalse();
    assertThat(shared.fit(said("x/", 0), 4)).isFalse();
  }

  private static Map<String, RowPatch> said(String prefix, int number) {
    RowPatch patch = new RowPatch(2, 1, new int[] {number}, new float[][] {{1, 0}});
    return Map.of(prefix + SELLER.rowCategories(), patch);
  }

  private static float[] table(Learner learner, int row) {
    Tensor table = NamedState.require(learner.state().model().parameters(), SELLER.table()).value();
    return Arrays.copyOfRange(table.data(), row * COLUMNS, (row + 1) * COLUMNS);
  }

  /** The vector of the category of a partition's samples. */
  private float[] row(Learner learner, int partition) {
    return table(learner, place(learner, partition));
  }

  private int place(Learner learner, int partition) {
    int category = (int) all.sample(learner, partition, 0).categories()[0];
    return Objects.requireNonNull(vocabularies(learner).of(SELLER)).row(category);
  }

  private static Vocabularies vocabularies(Learner learner) {
    return learner.state().model().vocabularies();
  }

  private static Map<String, String> vocabulary(Learner learner) {
    Map<String, String> texts = new TreeMap<>();
    Vocabularies own = vocabularies(learner);
    own.publishedTensors().forEach((name, each) -> texts.put(name, text(each)));
    own.state().forEach((name, each) -> texts.put(name, text(each)));
    own.numbers().forEach((name, each) -> texts.put(name, Arrays.toString(each)));
    return texts;
  }

  private static Map<String, String> bits(Learner learner) {
    Map<String, String> texts = vocabulary(learner);
    var whole = learner.whole();
    whole.version().parameters().forEach((name, each) -> texts.put(name, text(each)));
    whole.checkpoint().tensors().forEach((name, each) -> texts.put(name, text(each)));
    return texts;
  }

  private static String text(Tensor tensor) {
    return Arrays.toString(tensor.data());
  }

  /** Sellers that come and go; partitions behind the fourth have one each. */
  private static String sample(int partition, long offset) {
    int of = partition == TWIN_OF_4 ? 4 : partition;
    SplittableRandom random = new SplittableRandom(31 * offset + of);
    long seller = of > 3 ? 1000 + of : offset / 20 + random.nextInt(9);
    int y = random.nextInt(10) < 2 + seller % 7 ? 1 : 0;
    return random.nextInt(20) == 0
        ? "{\"y\": %d}".formatted(y)
        : "{\"seller\": \"s%d\", \"y\": %d}".formatted(seller, y);
  }

  private Learner learner() {
    return MembersInMemory.learner(SAMPLE, optimizer);
  }

  private static ScaleSettings scale(Merge merge) {
    return MembersInMemory.scale(merge, 64, Optional.empty());
  }
}
