package io.gradstream.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSetTest {
  private static final BlockLayout LAYOUT =
      new BlockLayout(Shape.of(1, 50), BlockLayout.Order.ROWS, 4);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void copyTo_behindABlockSetThatSharesPages_isWhatItIsAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] elements = new float[50];
    BlockSet before = set(new float[LAYOUT.count()][]);
    for (int version = 0; version < 50; version++) {
      BlockSet next = changed(before, random);
      next.copyTo(elements, "b", before);

      float[] alone = new float[50];
      next.copyTo(alone, "b");
      assertThat(elements).containsExactly(alone);
      before = next;
    }
  }

  private static BlockSet changed(BlockSet before, SplittableRandom random) {
    @Nullable float[][] pages = new float[LAYOUT.count()][];
    for (int i = 0; i < before.size(); i++) {
      pages[before.number(i)] = before.page(i);
    }
    for (int number = 0; number < pages.length; number++) {
      switch (random.nextInt(4)) {
        case 0 -> pages[number] = null;
        case 1 -> pages[number] = floats(random.doubles(2L * LAYOUT.length(number)).toArray());
        default -> {}
      }
    }
    return set(pages);
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static BlockSet set(@Nullable float[][] pages) {
    List<Integer> numbers = new ArrayList<>();
    List<float[]> present = new ArrayList<>();
    for (int number = 0; number < pages.length; number++) {
      float[] page = pages[number];
      if (page != null) {
        numbers.add(number);
        present.add(page);
      }
    }
    return new BlockSet(
        "set",
        LAYOUT,
        List.of("a", "b"),
        numbers.stream().mapToInt(number -> number).toArray(),
        present.toArray(float[][]::new));
  }
}
