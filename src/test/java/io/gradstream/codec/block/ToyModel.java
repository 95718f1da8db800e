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
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A model of one matrix that remembers what each of its versions was. */
final class ToyModel {
  static final String NAME = "toy";

  private final CompactedTopic topic;
  private final BlockWriter writer = new BlockWriter(NAME);
  private final Map<Long, Tensor> truth = new HashMap<>();
  private BlockLayout layout = new BlockLayout(Shape.of(2, 10), Order.COLUMNS, 4);
  private float[] byColumns = new float[20];
  private boolean whole = true;
  private long version;

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
    float[][] pages = Arrays.stream(blocks).mapToObj(this::page).toArray(float[][]::new);
    BlockSet set = new BlockSet("w", layout, List.of("w"), blocks, pages);
    writer.write(head(), new ModelBlocks(whole, List.of(set), List.of()), topic);
    whole = false;
    remember();
  }

  private float[] page(int block) {
    int start = layout.start(block);
    return Arrays.copyOfRange(byColumns, start, start + layout.length(block));
  }

  void publishChanges(SplittableRandom random) {
    publish(IntStream.range(0, layout.count()).filter(i -> random.nextInt(3) == 0).toArray());
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
