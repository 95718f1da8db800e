package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsCodec;
import io.gradstream.codec.SafetensorsFile;
import io.gradstream.codec.block.CompactedTopic.Entry;
import io.gradstream.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a topic of blocks promises its readers, whatever compaction has removed before them. */
class BlocksTest {
  private final CompactedTopic topic = new CompactedTopic();
  private final ToyModel model = new ToyModel(topic);
  private final Reader reader = new Reader();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void accept_whateverIsCompactedMeanwhile_givesNoVersionTorn(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Reader> readers = new ArrayList<>(List.of(reader));
    for (int turn = 0; turn < 500; turn++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2 -> model.publishChanges(random);
        case 3 -> topic.compact(random);
        case 4 -> readers.add(new Reader());
        case 5 -> sometimesStartOver(random);
        case 6 -> model.restart();
        default -> readers.forEach(each -> each.read(random.nextInt(20)));
      }
    }
    model.publishChanges(random);

    readers.forEach(Reader::readAll);

    // Each has compared what it was given with what was published.
    assertThat(readers)
        .allSatisfy(each -> assertThat(each.newest()).isEqualTo(model.version()))
        .anySatisfy(each -> assertThat(each.versions).hasSizeBetween(10, (int) model.version()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void accept_afterAnyPatches_hasNoMoreOfThemThanTheSweepLeaves(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    model.mostBytes(300);
    model.publish(0, 1, 2, 3, 4);
    for (int block = 0; block < 500; block++) {
      model.patch(new int[] {random.nextInt(5), 5 + random.nextInt(5)}, block % 5);
      topic.compact(random);
      if (random.nextInt(9) == 0) {
        model.restart();
      }
    }

    reader.readAll();

    assertThat(reader.newest()).isEqualTo(model.version());
    assertThat(topic.newest())
        .filteredOn(key -> key.startsWith("toy/patch/w/"))
        .hasSizeBetween(2, 12);
  }

  @Test
  void write_aPatch_isASafetensorsFileOfRowsAndTheirSteps() {
    model.publish(0, 1, 2, 3, 4);
    model.patch(new int[] {1, 2, 8});

    byte[] patch = Objects.requireNonNull(topic.from(topic.end() - 2).get(0).value());

    assertThat(new String(patch, UTF_8))
        .contains(
            "{\"__metadata__\":{\"version\":\"2\",\"since\":\"1\",\"tensor\":\"w\","
                + "\"elements\":\"20\",\"block\":\"4\",\"first\":\"1\"},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]},"
                + "\"rows\":{\"dtype\":\"U16\",\"shape\":[3],\"data_offsets\":[24,30]}}");
    assertThat(Arrays.copyOfRange(patch, patch.length - 6, patch.length))
        .containsExactly(0, 0, 1, 0, 6, 0);
    assertThat(topic.from(topic.end() - 2))
        .extracting(Entry::key)
        .containsExactly("toy/patch/w/0", "toy");
  }

  @Test
  void write_withPatches_saysSoInTheManifest() {
    model.publish(0, 1);
    model.patch(new int[] {0});
    model.patch(new int[] {0});

    byte[] manifest = Objects.requireNonNull(topic.from(topic.end() - 1).get(0).value());

    assertThat(new String(manifest, UTF_8))
        .startsWith("{\"manifest\":2,\"model\":\"toy\",\"version\":3,")
        .endsWith("\"patches\":{\"since\":2,\"versions\":5}}}}")
        .contains("\"since\":1,\"blockVersions\":2,");
  }

  @Test
  void write_whenNoBlockIsBehindAPatch_takesItsKeyForAnotherOrDeletesIt() {
    model.publish(0, 1, 2, 3, 4);
    model.patch(new int[] {0, 9});
    model.patch(new int[] {1}, 4);
    int start = topic.end();
    model.patch(new int[] {2}, 0);
    int then = topic.end();
    model.patch(new int[] {}, 1);

    assertThat(topic.from(start).stream().limit(then - start))
        .extracting(Entry::key)
        .containsExactly("toy/w/0", "toy/patch/w/0", "toy/patch/w/1", "toy");
    assertThat(topic.from(then))
        .filteredOn(entry -> entry.value() == null)
        .extracting(Entry::key)
        .containsExactly("toy/patch/w/0");
  }

  @Test
  void accept_aPatchThatWasThereBefore_isRefused() {
    model.publish(0, 1);
    model.patch(new int[] {0});
    byte[] before = Objects.requireNonNull(topic.from(topic.end() - 2).get(0).value());
    model.patch(new int[] {0});
    reader.readAll();

    assertThatThrownBy(() -> reader.assembler.accept("toy/patch/w/7", before, OptionalLong.empty()))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("it is a patch of version 2 behind version 3");
  }

  @Test
  void write_afterSomebodyDeletedAPatch_writesTheBlocksBehindIt() {
    model.publish(0, 1, 2, 3, 4);
    model.patch(new int[] {0, 9});
    topic.add("toy/patch/w/0".getBytes(UTF_8), null);
    model.restart();
    int start = topic.end();
    model.patch(new int[] {5});

    reader.readAll();

    assertThat(topic.from(start)).extracting(Entry::key).contains("toy/w/0", "toy/w/4");
    assertThat(reader.versions).containsExactly(1L, 2L, 3L);
  }

  private void sometimesStartOver(SplittableRandom random) {
    switch (random.nextInt(12)) {
      case 0 -> model.startOver(1 + random.nextInt(12), 1 + random.nextInt(5));
      case 1 -> model.publishInOne();
      default -> {}
    }
  }

  @Test
  void accept_whenABlockIsGoneForANewerOne_waitsForTheNewersManifest() {
    model.publish(0, 1, 2);
    model.publish(1);
    model.publish(2);
    model.publish(1);
    topic.removeOldest("toy/w/1");

    reader.readAll();

    assertThat(reader.versions).containsExactly(2L, 3L, 4L);
  }

  @Test
  void accept_blocksWithoutTheirManifest_givesTheVersionBefore() {
    model.publish(0, 1);
    model.publish(0, 1);

    reader.read(topic.end() - 1);

    assertThat(reader.versions).containsExactly(1L);
    assertThat(reader.assembler.isTorn()).isFalse();
  }

  @Test
  void write_anotherModelOfTheName_deletesTheBlocksItDoesNotHave() {
    model.publish(0, 1, 2, 3, 4);
    model.startOver(3, 2);
    int start = topic.end();

    model.publish(1);

    assertThat(topic.from(start).stream().filter(entry -> entry.value() == null).map(Entry::key))
        .containsExactly("toy/w/0", "toy/w/2", "toy/w/3", "toy/w/4");
  }

  @Test
  void write_aVersionThatChangedLittle_writesLittle() {
    model.publish(0, 1, 2, 3, 4);
    int start = topic.end();

    model.publish(3);

    assertThat(topic.from(start)).extracting(Entry::key).containsExactly("toy/w/3", "toy");
  }

  @Test
  void write_aBlock_isASafetensorsFileWithItsVersion() {
    model.publish(4);

    byte[] block = Objects.requireNonNull(topic.from(0).get(0).value());
    SafetensorsFile file = new SafetensorsCodec().decode(block);

    assertThat(file.metadata()).containsEntry("version", "1");
    assertThat(Objects.requireNonNull(file.tensors().get("w")).data()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void write_aManifest_saysHowToReadTheBlocks() {
    model.publish(0, 1);
    model.publish(1);

    byte[] manifest = Objects.requireNonNull(topic.from(topic.end() - 1).get(0).value());

    assertThat(new String(manifest, UTF_8))
        .startsWith("{\"manifest\":1,\"model\":\"toy\",\"version\":2,")
        .endsWith(
            "\"since\":1,\"blockVersions\":3,"
                + "\"tensors\":{\"w\":{\"shape\":[2,10],\"order\":\"columns\",\"block\":4}}}");
  }

  @Test
  void accept_aManifestOfALaterFormat_isRefused() {
    byte[] later = "{\"manifest\":3,\"model\":\"toy\"}".getBytes(UTF_8);

    assertThatThrownBy(() -> reader.assembler.accept("toy", later, OptionalLong.empty()))
        .isInstanceOf(MalformedContent.class)
        .hasMessage("manifest must be 1 or 2, later ones need a later gradstream: 3");
  }

  @Test
  void accept_otherModelsKeys_passesThemOver() {
    byte[] foreign = "nothing of ours".getBytes(UTF_8);

    for (String key :
        List.of(
            "toys", "toys/w/1", "to", "toy/w/", "toy/w/x", "/w/1", "toy-2/w/1", "toys/patch/w/1")) {
      assertThat(reader.assembler.accept(key, foreign, OptionalLong.empty())).isEmpty();
    }
  }

  /** Reads from the topic's beginning, and compares what it is given with what was published. */
  private final class Reader {
    private final VersionAssembler assembler =
        new VersionAssembler(ToyModel.NAME, new JsonVersionCodec()::decode);
    private final List<Long> versions = new ArrayList<>();
    private int position;

    void readAll() {
      read(Integer.MAX_VALUE);
    }

    void read(int records) {
      topic.from(position).stream().limit(records).forEach(this::accept);
    }

    private void accept(Entry entry) {
      position = entry.offset() + 1;
      assembler.accept(entry.key(), entry.value(), OptionalLong.empty()).ifPresent(this::compare);
    }

    private void compare(AssembledVersion assembled) {
      long number = assembled.head().version();
      Tensor parameter = Objects.requireNonNull(assembled.version().parameters().get("w"));
      assertThat(parameter.shape()).isEqualTo(model.truth(number).shape());
      assertThat(parameter.data()).containsExactly(model.truth(number).data());
      assertThat(number).isGreaterThan(newest());
      versions.add(number);
    }

    long newest() {
      return versions.isEmpty() ? 0 : versions.get(versions.size() - 1);
    }
  }
}
