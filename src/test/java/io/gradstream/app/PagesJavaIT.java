package io.gradstream.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.config.Settings;
import io.gradstream.kafka.SharedBroker;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java that the pages show, compiled and run as it stands there, with nothing but what a
 * program has that depends on us.
 */
@Timeout(120)
@ExtendWith(SharedBroker.class)
class PagesJavaIT {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  private static final List<File> CLASS_PATH = ConsumerClassPath.jars();

  @TempDir private Path directory;

  /** As the page says. */
  @Test
  void classPath_ofAProgramThatDependsOnUs_isSmall() {
    assertThat(CLASS_PATH)
        .extracting(File::getName)
        .noneMatch(name -> name.matches("(kafka_|kafka-(server|metadata)|scala|netty).*"))
        .noneMatch(name -> name.matches("(avro|logback|log4j|picocli|micrometer).*"))
        .hasSize(17);
    assertThat(CLASS_PATH.stream().mapToLong(File::length).sum()).isLessThan(29_000_000);
  }

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

  @Test
  void replica_asThePageShowsIt_predicts() throws Exception {
    Trial trial = Trial.of(directory, "flights");
    trial.createTopics(1);
    trial.send(Samples.flights().subList(0, 1000));
    trial.trainUntilEnd();
    Settings settings = trial.settings();

    String here =
        shown("ModelReplica replica")
            .replace("localhost:9092", settings.kafka().bootstrapServers())
            .replace("\"late.parameters\"", "\"" + settings.topics().parameters() + "\"")
            .replace("\"late\"", "\"" + settings.modelName() + "\"")
            .replace(
                "{\\\"distance\\\": 500, \\\"origin\\\": \\\"BOS\\\"}",
                escaped(Samples.flights().get(7)));
    float probability = run(here + "replica.close();", "prediction.value()");

    assertThat(probability).isBetween(0.01f, 0.99f);
  }

  private static String escaped(String json) {
    return json.replace("\"", "\\\"");
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
    String jars =
        CLASS_PATH.stream().map(File::getPath).collect(Collectors.joining(File.pathSeparator));
    int errors =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, "-cp", jars, source.toString());
    assertThat(errors).isZero();
    ClassLoader tests = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls(), ClassLoader.getPlatformClassLoader())) {
      // By which Kafka's client finds its own classes.
      Thread.currentThread().setContextClassLoader(loader);
      Object shown = loader.loadClass("Shown").getDeclaredConstructor().newInstance();
      return (Float) ((Callable<?>) shown).call();
    } finally {
      Thread.currentThread().setContextClassLoader(tests);
    }
  }

  private URL[] urls() throws IOException {
    List<URL> urls = new ArrayList<>(List.of(directory.toUri().toURL()));
    for (File jar : CLASS_PATH) {
      urls.add(jar.toURI().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  private static String around(String statements, String result) {
    return """
        import static java.nio.charset.StandardCharsets.UTF_8;

        import io.gradstream.autograd.*;
        import io.gradstream.codec.*;
        import io.gradstream.data.*;
        import io.gradstream.kafka.client.*;
        import io.gradstream.kafka.follow.*;
        import io.gradstream.learn.model.*;
        import io.gradstream.nn.*;
        import io.gradstream.optim.*;
        import io.gradstream.record.*;
        import io.gradstream.record.json.*;
        import io.gradstream.replica.*;
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
