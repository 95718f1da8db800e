package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs in Debian's Python, which have our module as whoever unpacks the distribution has. */
final class Python {
  private static final String PYTHON = "/usr/bin/python3";
  private static final Path MODULE = Path.of("target/gradstream/clients/python");
  private static final Path SOURCE = Path.of("src/main/python/gradstream.py");

  private Python() {}

  /** Leaves out a test where Python, or something that it needs of it, is not installed. */
  static void assume(String modules, String packages) throws InterruptedException {
    assumeTrue(has(modules), "apt-get install --no-install-recommends " + packages);
  }

  private static boolean has(String modules) throws InterruptedException {
    try {
      Process asked = builder(List.of("-c", "import " + modules)).start();
      asked.getInputStream().readAllBytes();
      return asked.waitFor() == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** The lines that a program prints, which must end well. */
  static List<String> run(String... arguments) throws IOException, InterruptedException {
    assertThat(MODULE.resolve(SOURCE.getFileName()))
        .as("the distribution's module, which mvn package brings up to date")
        .hasSameTextualContentAs(SOURCE);
    Process process = builder(List.of(arguments)).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said.lines().toList();
  }

  private static ProcessBuilder builder(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PYTHONPATH", MODULE.toAbsolutePath().toString());
    return builder;
  }
}
