package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.CheckpointCodec;
import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionFormat;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockSet;
import io.gradstream.version.Checkpoint;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.RowPatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes stand under a model's keys, they are its own, or they are told to be none. */
class DamagedRecordsTest {
  private static final OptionalLong UNSTAMPED = OptionalLong.empty();
  private static final BlockLayout LAYOUT =
      new BlockLayout(Shape.of(1, 6), BlockLayout.Order.ROWS, 2);

  private final CompactedTopic parameters = new CompactedTopic();
  private final CompactedTopic state = new CompactedTopic();
  private final BlockWriter writer = new BlockWriter("m");
  private final BlockWriter stateWriter = new BlockWriter("m");
  private final VersionAssembler versions = new VersionAssembler("m", VersionFormat::decode);
  private final CheckpointAssembler states =
      new CheckpointAssembler("m", new CheckpointCodec()::decode);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void accept_bytesOfAnyKind_areOursOrMalformed(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<byte[]> written = written();
    for (int i = 0; i < 5000; i++) {
      byte[] damaged = damaged(written.get(random.nextInt(written.size())), random);
      for (String key : List.of("m", "m/w/0", "m/patch/w/0", "m//0")) {
        acceptOrRefuse(versions, key, damaged);
        acceptOrRefuse(states, key, damaged);
      }
    }
  }

  private static void acceptOrRefuse(RecordAssembler<?> assembler, String key, byte[] value) {
    try {
      assembler.accept(key, value, UNSTAMPED);
    } catch (MalformedContent refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }

  /** One of everything that is written under a key of a model. */
  private List<byte[]> written() {
    publish(1, 0, 1, 2);
    patch(2, 0, 1, 4);
    List<byte[]> all = new ArrayList<>();
    for (CompactedTopic topic : List.of(parameters, state)) {
      topic.from(0).forEach(entry -> all.add(Optional.ofNullable(entry.value()).orElseThrow()));
    }
    ModelVersion whole = head(1).with(Map.of("w", Tensor.of(new float[][] {{1, -2.5f, 3e-9f}})));
    all.add(new JsonVersionCodec().encode(whole));
    all.add(new SafetensorsVersionCodec().encode(whole));
    all.add(new CheckpointCodec().encode(checkpoint(1)));
    return all;
  }

  private static byte[] damaged(byte[] written, SplittableRandom random) {
    byte[] damaged = written.clone();
    int at = random.nextInt(damaged.length);
    switch (random.nextInt(5)) {
      case 0 -> damaged = Arrays.copyOf(damaged, at);
      case 1 -> damaged[at] = (byte) random.nextInt();
      case 2 -> Arrays.fill(damaged, at, Math.min(damaged.length, at + 16), (byte) 0);
      case 3 -> damaged[at] = (byte) "{}[]\",:0-9en".charAt(random.nextInt(12));
      default -> {
        int from = random.nextInt(damaged.length);
        int length = Math.min(damaged.length - Math.max(at, from), 32);
        System.arraycopy(written, from, damaged, at, length);
      }
    }
    return damaged;
  }

  @Test
  void accept_afterWhatIsMalformed_isAsIfItHadNotBeen() {
    publish(1, 0, 1, 2);
    publish(2, 1);

    List<Long> whole = new ArrayList<>();
    for (CompactedTopic.Entry entry : parameters.from(0)) {
      versions.accept(entry.key(), entry.value(), UNSTAMPED).ifPresent(each -> add(whole, each));
      for (String key : List.of("m", "m/w/0", "m/w/1")) {
        assertThatThrownBy(() -> versions.accept(key, "hello".getBytes(UTF_8), UNSTAMPED))
            .isInstanceOf(MalformedContent.class);
      }
    }

    assertThat(whole).containsExactly(1L, 2L);
    assertThat(versions.isTorn()).isFalse();
  }

  private static void add(List<Long> numbers, AssembledVersion version) {
    numbers.add(version.head().version());
  }

  @Test
  void accept_blockOfAnotherModelUnderTheKey_isRefused() {
    publish(3, 0, 1, 2);
    parameters.from(0).forEach(each -> versions.accept(each.key(), each.value(), UNSTAMPED));
    byte[] another = new BlockCodec().encode(3, blocks(9, 1), 0);

    assertThatThrownBy(() -> versions.accept("m/w/1", another, UNSTAMPED))
        .hasMessage("it is a block of version 3 behind that of version 3");
  }

  @Test
  void accept_unstampedBehindStamped_isTakenOnlyIfItIsNewer() {
    byte[] first = whole(1);
    versions.accept("m", whole(5), OptionalLong.of(5));

    assertThatThrownBy(() -> versions.accept("m", first, UNSTAMPED))
        .hasMessage("it is of version 1 and has no header, as versions have since 5 at the latest");
    assertThat(versions.accept("m", whole(6), UNSTAMPED)).isPresent();
  }

  @Test
  void accept_numberThatNoVersionHas_isRefused() {
    assertThatThrownBy(() -> versions.accept("m", whole(1L << 60), UNSTAMPED))
        .hasMessage("version must be 1 to 2^53: 1152921504606846976");
    assertThatThrownBy(() -> versions.accept("m", whole(-1), UNSTAMPED))
        .hasMessage("version must be 1 to 2^53: -1");
  }

  @Test
  void write_behindForeignBlocks_writesWhatTheyCoverAgain() {
    publish(1, 0, 1);
    AssembledVersion last = last(versions);
    for (String key : List.of("m/w/1", "m/w/2", "m/v/0")) {
      assertThatThrownBy(() -> versions.accept(key, new byte[20], UNSTAMPED))
          .isInstanceOf(MalformedContent.class);
    }
    int start = parameters.end();

    versions.writer(Optional.of(last)).write(head(2), changed(2, 0), parameters);

    List<String> keys = new ArrayList<>();
    parameters
        .from(start)
        .forEach(entry -> keys.add((entry.value() == null ? "-" : "+") + entry.key()));
    assertThat(keys).containsExactlyInAnyOrder("+m/w/0", "+m/w/1", "-m/w/2", "-m/v/0", "+m");
    assertThat(keys).endsWith("+m");
  }

  @Test
  void write_fromAVersionBeforeTheLast_putsItsBlocksBack() {
    publish(1, 0, 1);
    AssembledVersion first = last(versions);
    int start = parameters.end();
    publish(2, 1, 2);
    parameters.from(start).forEach(each -> versions.accept(each.key(), each.value(), UNSTAMPED));

    versions.writer(Optional.of(first)).write(head(3), changed(3), parameters);

    AssembledVersion last = last(new VersionAssembler("m", VersionFormat::decode));
    assertThat(last.head().version()).isEqualTo(3);
    assertThat(last.version().parameters().get("w"))
        .satisfies(w -> assertThat(w.data()).containsExactly(1, 1, 1, 1, 0, 0));
  }

  @Test
  void write_fromAVersionBeforeAPatch_takesItBackWhereverItWas() {
    publish(1, 0, 1);
    patch(2, 1, 2);
    AssembledVersion second = last(versions);
    int start = parameters.end();
    patch(3, 3, 4, 5);
    parameters.from(start).forEach(each -> versions.accept(each.key(), each.value(), UNSTAMPED));

    versions.writer(Optional.of(second)).write(head(4), changed(4), parameters);

    AssembledVersion last = last(new VersionAssembler("m", VersionFormat::decode));
    assertThat(last.head().version()).isEqualTo(4);
    assertThat(last.version().parameters().get("w"))
        .satisfies(w -> assertThat(w.data()).containsExactly(1, 2, 2, 1, 0, 0));
  }

  /** A version in which these elements have its number. */
  private void patch(long version, int... elements) {
    float[] values = new float[elements.length];
    Arrays.fill(values, version);
    RowPatch rows = new RowPatch(1, elements.length, elements, new float[][] {values});
    List<BlockSet> sets = List.of(blocks(version).with(rows));
    writer.write(head(version), new ModelBlocks(false, sets, sets), parameters);
    byte[] rest = new CheckpointCodec().encode(checkpoint(version));
    stateWriter.write(version, rest, 1 << 16, new ModelBlocks(false, sets, sets), state);
  }

  /** What a reader has, from the beginning to the end. */
  private AssembledVersion last(VersionAssembler reader) {
    List<AssembledVersion> given = new ArrayList<>();
    parameters
        .from(0)
        .forEach(each -> reader.accept(each.key(), each.value(), UNSTAMPED).ifPresent(given::add));
    return given.get(given.size() - 1);
  }

  /** A version in which these blocks have its number everywhere. */
  private void publish(long version, int... numbers) {
    writer.write(head(version), changed(version, numbers), parameters);
    byte[] rest = new CheckpointCodec().encode(checkpoint(version));
    stateWriter.write(version, rest, 1 << 16, changed(version, numbers), state);
  }

  private static ModelBlocks changed(long version, int... numbers) {
    List<BlockSet> sets = List.of(blocks(version, numbers));
    return new ModelBlocks(version == 1, sets, sets);
  }

  private static BlockSet blocks(long value, int... numbers) {
    float[][] pages = new float[numbers.length][2];
    for (float[] page : pages) {
      Arrays.fill(page, value);
    }
    return new BlockSet("w", LAYOUT, List.of("w"), numbers, pages);
  }

  private static byte[] whole(long version) {
    return new JsonVersionCodec().encode(head(version).with(Map.of("w", Tensor.zeros(1, 6))));
  }

  private static Checkpoint checkpoint(long version) {
    return new Checkpoint(
        version,
        Map.of("optimizer.type", "sgd"),
        Map.of("optimizer/momentum/w", Tensor.zeros(1, 6)),
        Map.of("learner/counters", new double[] {1, 2, 3, 4}));
  }

  private static ModelVersion head(long version) {
    return new ModelVersion(
        "m",
        version,
        0,
        0,
        Instant.EPOCH,
        "",
        Offsets.none().with("in", 0, 7).withTopicId("in", "id"),
        Map.of("logLoss", 0.5),
        Map.of("features", List.of()),
        List.of(Map.of("type", "linear")),
        Map.of("type", "mse"),
        Map.of());
  }
}
