package io.gradstream.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that the pages show, compiled and run as it stands there. */
class PagesJavaTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path directory;

  @Test
  void loop_asThePageShowsIt_learns() throws Exception {
    float loss = run(shown("Linear model"), "criterion.forward(model.forward(x), y).item()");

    assertThat(loss).isLessThan(0.5f);
  }

  @Test
  void service_asThePageShowsIt_predicts() throws Exception {
    Path model = directory.resolve("late.safetensors");
    CommandRun.inThisJvm(
            "replay",
            "--config",
            config().toString(),
            "--input",
            "config/data/flights.jsonl.gz",
            "--export",
            model.toString())
        .requireDone();

    String here = shown("Predictor predictor").replace(model.getFileName().toString(), "" + model);
    float probability = run(here, "probability");

    assertThat(probability).isBetween(0.15f, 0.3f);
  }

  private Path config() throws IOException {
    String yaml = Page.read(Path.of("README.md")).files().get("my.yaml");
    return Files.writeString(directory.resolve("my.yaml"), requireNonNull(yaml));
  }

  /** The block with this in it. */
  private static String shown(String part) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("src/site/markdown/java.md")))
        .results()
        .map(block -> block.group(1))
        .filter(block -> block.contains(part))
        .findFirst()
        .orElseThrow();
  }

  private float run(String statements, String result) throws Exception {
    Path source = Files.writeString(directory.resolve("Shown.java"), around(statements, result));
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
    assertThat(errors).isZero();
    URL[] classes = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes)) {
      Object shown = loader.loadClass("Shown").getDeclaredConstructor().newInstance();
      return (Float) ((Callable<?>) shown).call();
    }
  }

  private static String around(String statements, String result) {
    return """
        import static java.nio.charset.StandardCharsets.UTF_8;

        import io.gradstream.autograd.*;
        import io.gradstream.codec.*;
        import io.gradstream.data.*;
        import io.gradstream.learn.*;
        import io.gradstream.nn.*;
        import io.gradstream.optim.*;
        import io.gradstream.record.*;
        import io.gradstream.record.json.*;
        import io.gradstream.tensor.*;
        import java.nio.file.*;
        import java.util.*;

        public final class Shown implements java.util.concurrent.Callable<Float> {
          @Override
          public Float call() throws Exception {
            %s
            return %s;
          }
        }
        """
        .formatted(statements, result);
  }
}
