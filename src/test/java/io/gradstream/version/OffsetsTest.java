package io.gradstream.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class OffsetsTest {
  /** Two classes whose constants need each other are whole or not as the first of them has it. */
  @Test
  void none_whereRunsWereLoadedFirst_isWhole() throws Exception {
    URL[] classes = {Offsets.class.getProtectionDomain().getCodeSource().getLocation()};
    try (URLClassLoader afresh = new URLClassLoader(classes, null)) {
      Class.forName(OffsetRuns.class.getName(), true, afresh);

      Object none =
          Class.forName(Offsets.class.getName(), true, afresh).getMethod("none").invoke(null);

      assertThat(none).asString().isEqualTo(Offsets.none().toString());
    }
  }
}
