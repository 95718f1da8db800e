package io.gradstream.kafka.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyFileTest {
  @Test
  void read_ofASlot_givesWhatItHadLastAndOnlyByItsMark() {
    try (KeyFile file = new KeyFile()) {
      int first = file.write(KeyFile.NONE, 7, new byte[] {1, 2});
      int second = file.write(KeyFile.NONE, 8, new byte[] {3, 4});
      assertThat(file.write(first, 7, new byte[] {5, 6})).isEqualTo(first);

      assertThat(file.read(first, 7)).containsExactly(5, 6);
      assertThat(file.read(second, 8)).containsExactly(3, 4);
      assertThat(file.read(second, 7)).isNull();
      assertThat(file.write(KeyFile.NONE, 9, new byte[3])).isEqualTo(KeyFile.NONE);
    }
  }
}
