package io.gradstream.kafka.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.codec.KeyCodec;
import io.gradstream.version.KeyState;
import org.junit.jupiter.api.Test;

class KeyIndexTest {
  private final KeyIndex index = new KeyIndex(true);

  private static byte[] state(long version) {
    return new KeyCodec().encode(new KeyState("", version, new float[1], new double[1]));
  }

  @Test
  void offset_ofManyKeys_isThatOfTheNewestRecordOfEach() {
    for (int i = 0; i < 5000; i++) {
      index.put("key" + i % 3000, i, 1, state(1 + i));
    }

    assertThat(index.offset("key1", 1)).isEqualTo(3001);
    assertThat(index.offset("key2999", 1)).isEqualTo(2999);
    assertThat(index.offset("key3000", 1)).isNegative();
    assertThat(index.fault(1, 1, 3000)).isNull();
    assertThat(index.value("key1")).isEqualTo(state(3002));
    assertThat(index.value("key2999")).isEqualTo(state(3000));
    assertThat(index.value("key3000")).isNull();
  }

  @Test
  void offset_ofAKeyOfALifeBefore_isNone() {
    index.accept("old", 5, state(7));
    index.accept("new", 6, state(8));

    assertThat(index.offset("old", 8)).isNegative();
    assertThat(index.offset("new", 8)).isEqualTo(6);
    assertThat(index.fault(8, 8, 1)).isNull();
  }

  @Test
  void value_ofAnotherSizeOrWithoutAFile_isNotAtHand() {
    index.accept("key", 0, state(1));
    byte[] longer = new KeyCodec().encode(new KeyState("", 2, new float[2], new double[1]));
    index.accept("longer", 1, longer);
    assertThat(index.value("longer")).isNull();
    assertThat(index.offset("longer", 1)).isEqualTo(1);

    index.close();

    assertThat(index.value("key")).isNull();
    assertThat(index.offset("key", 1)).isZero();
  }

  @Test
  void fault_ofWhatIsMissingDeletedDamagedOrNewer_isTold() {
    index.accept("a", 0, state(3));
    index.accept("b", 1, state(3));
    assertThat(index.fault(1, 3, 3)).isEqualTo("it has 2 of its 3 keys");
    assertThat(index.fault(1, 2, 2)).isEqualTo("it has keys of version 3");

    index.accept("a", 2, null);
    index.accept("b", 3, new byte[4]);

    assertThat(index.fault(1, 3, 2)).isEqualTo("it has 0 of its 2 keys");
    assertThat(index.offset("a", 1)).isNegative();
  }
}
