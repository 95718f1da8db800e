package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training loop that README shows, compiled and run as it stands there. */
class ReadmeJavaTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @Test
  void loop_asReadmeShowsIt_learns(@TempDir Path directory) throws Exception {
    Path source = Files.writeString(directory.resolve("Shown.java"), around(shown()));

    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());

    assertThat(errors).isZero();
    assertThat(run(directory)).isLessThan(0.5f);
  }

  private static String shown() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String around(String statements) {
    return """
        import io.gradstream.autograd.*;
        import io.gradstream.nn.*;
        import io.gradstream.optim.*;
        import io.gradstream.tensor.*;
        import java.util.*;

        public final class Shown implements java.util.concurrent.Callable<Float> {
          @Override
          public Float call() {
            %s
            return criterion.forward(model.forward(x), y).item();
          }
        }
        """
        .formatted(statements);
  }

  private static float run(Path directory) throws Exception {
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes)) {
      Object shown = loader.loadClass("Shown").getDeclaredConstructor().newInstance();
      return (Float) ((Callable<?>) shown).call();
    }
  }
}
