package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.BlockLayout;
import io.gradstream.version.BlockLayout.Order;
import io.gradstream.version.BlockSet;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import io.gradstream.version.RowPatch;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A model of one matrix that remembers what each of its versions was. */
final class ToyModel {
  static final String NAME = "toy";

  private final CompactedTopic topic;
  private BlockWriter writer = new BlockWriter(NAME);
  private final Map<Long, Tensor> truth = new HashMap<>();
  private BlockLayout layout = new BlockLayout(Shape.of(2, 10), Order.COLUMNS, 4);
  private float[] byColumns = new float[20];
  private boolean whole = true;
  private long version;
  private int most = 1 << 16;

  ToyModel(CompactedTopic topic) {
    this.topic = topic;
  }

  long version() {
    return version;
  }

  Tensor truth(long number) {
    return truth.getOrDefault(number, Tensor.zeros(0));
  }

  /** A version in which these blocks have changed. */
  void publish(int... blocks) {
    version++;
    for (int block : blocks) {
      int start = layout.start(block);
      Arrays.fill(byColumns, start, start + layout.length(block), version);
    }
    write(set(blocks));
  }

  private BlockSet set(int... blocks) {
    float[][] pages = Arrays.stream(blocks).mapToObj(this::page).toArray(float[][]::new);
    return new BlockSet("w", layout, List.of("w"), blocks, pages);
  }

  private void write(BlockSet set) {
    writer.write(head(), most, new ModelBlocks(whole, List.of(set), List.of()), topic);
    whole = false;
    remember();
  }

  /** A version in which these columns have changed, and these blocks are written whole. */
  void patch(int[] columns, int... blocks) {
    version++;
    float[] elements = new float[2 * columns.length];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = version + i / 16f;
      byColumns[2 * columns[i / 2] + i % 2] = elements[i];
    }
    write(set(blocks).with(new RowPatch(2, columns.length, columns, new float[][] {elements})));
  }

  /** Patches have at most so many bytes from now on. */
  void mostBytes(int bytes) {
    most = bytes;
  }

  /** The next version is another writer's, which has read the topic. */
  void restart() {
    VersionAssembler reader = new VersionAssembler(NAME, new JsonVersionCodec()::decode);
    Optional<AssembledVersion> newest = Optional.empty();
    for (CompactedTopic.Entry entry : topic.from(0)) {
      newest =
          reader.accept(entry.key(), entry.value(), OptionalLong.empty()).or(lastOf(newest)::get);
    }
    writer = reader.writer(newest);
  }

  private static Supplier<Optional<AssembledVersion>> lastOf(Optional<AssembledVersion> newest) {
    return () -> newest;
  }

  private float[] page(int block) {
    int start = layout.start(block);
    return Arrays.copyOfRange(byColumns, start, start + layout.length(block));
  }

  void publishChanges(SplittableRandom random) {
    if (!whole && random.nextBoolean()) {
      int[] columns = some(layout.shape().extent(1), 4, random);
      patch(columns, some(layout.count(), 6, random));
      return;
    }
    publish(IntStream.range(0, layout.count()).filter(i -> random.nextInt(3) == 0).toArray());
  }

  private static int[] some(int count, int oneIn, SplittableRandom random) {
    return IntStream.range(0, count).filter(i -> random.nextInt(oneIn) == 0).toArray();
  }

  /** A version in one record. */
  void publishInOne() {
    version++;
    Arrays.fill(byColumns, version);
    remember();
    writer.clear(topic);
    Map<String, Tensor> parameters = Map.of("w", truth(version));
    topic.add(NAME.getBytes(UTF_8), new JsonVersionCodec().encode(head().with(parameters)));
    startOver(layout.shape().extent(1), layout.size());
  }

  /** From here on another model of the same name, cut otherwise. */
  void startOver(int columns, int size) {
    layout = new BlockLayout(Shape.of(2, columns), Order.COLUMNS, size);
    byColumns = new float[2 * columns];
    whole = true;
  }

  private void remember() {
    int columns = layout.shape().extent(1);
    Tensor matrix = Tensor.zeros(2, columns);
    for (int i = 0; i < byColumns.length; i++) {
      matrix.data()[i % 2 * columns + i / 2] = byColumns[i];
    }
    truth.put(version, matrix);
  }

  private ModelVersion head() {
    return new ModelVersion(
        NAME,
        version,
        0,
        0,
        Instant.EPOCH,
        "",
        Offsets.none(),
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }
}
