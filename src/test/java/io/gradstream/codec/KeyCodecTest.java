package io.gradstream.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.version.KeyModel;
import io.gradstream.version.KeyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
  private final KeyCodec codec = new KeyCodec();

  @Test
  void encode_theExampleOfThePage_isWhatThePageSays() throws IOException {
    KeyModel model = new KeyModel("a", 12, 3, 3, new float[] {0.5f, -2}, new double[] {1, 0.25});

    String hex = HexFormat.of().formatHex(codec.encode(model));

    String page = Files.readString(Path.of("src/site/markdown/wire-format.md"));
    assertThat(page.lines().map(line -> line.replace(" ", ""))).contains(hex);
  }

  @Test
  void model_encoded_isTheSame() {
    KeyModel model =
        new KeyModel("a", 7, 5, 9, new float[] {1.5f, Float.MIN_VALUE, -0f}, new double[] {1e300});

    KeyModel read = codec.model("a", codec.encode(model));

    assertThat(read).usingRecursiveComparison().isEqualTo(model);
  }

  @Test
  void state_encoded_isTheSame() {
    KeyState state = new KeyState("a", 7, new float[] {1.5f}, new double[] {1, -0.0});

    byte[] bytes = codec.encode(state);

    assertThat(codec.state("a", bytes)).usingRecursiveComparison().isEqualTo(state);
    assertThat(codec.versionOfState(bytes)).isEqualTo(7);
  }

  @Test
  void read_whatIsDamaged_saysSo() {
    byte[] model = codec.encode(new KeyModel("a", 1, 1, 1, new float[3], new double[2]));
    byte[] long3 = model.clone();
    long3[7] = 0x7f;
    for (byte[] damaged :
        new byte[][] {
          {}, Arrays.copyOf(model, 30), Arrays.copyOf(model, model.length - 1), long3
        }) {
      assertThatThrownBy(() -> codec.model("a", damaged))
          .isInstanceOf(MalformedContent.class)
          .hasMessageStartingWith("not a key's model: must begin with GSK1");
    }
    assertThatThrownBy(() -> codec.state("a", model)).isInstanceOf(MalformedContent.class);
  }
}
