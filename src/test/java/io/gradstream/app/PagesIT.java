package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types the commands of README and its pages as a newcomer would, in a folder like a clone. */
class PagesIT {
  private static final Path ROOT = Path.of("").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private Path clone;
  private final List<Process> running = new ArrayList<>();
  private int port;

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : running) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void readme_typedInOrder_doesWhatItSays() throws Exception {
    typeAll(Page.read(ROOT.resolve("README.md")));

    assertThat(Files.size(clone.resolve("late.safetensors"))).isGreaterThan(2000);
    assertThat(Files.readAllLines(clone.resolve("predictions.jsonl"))).hasSize(20_000);
  }

  @ParameterizedTest
  @ValueSource(strings = "configuration")
  void page_typedInOrder_doesWhatItSays(String name) throws Exception {
    Page page = Page.read(ROOT.resolve("src/site/markdown/" + name + ".md"));

    assertThat(page.commands()).isNotEmpty();
    typeAll(page);
  }

  private void typeAll(Page page) throws Exception {
    layOut(page);
    for (String command : page.commands()) {
      type(command);
    }
  }

  private void layOut(Page page) throws IOException {
    Files.createDirectory(clone.resolve("target"));
    Files.createSymbolicLink(clone.resolve("target/gradstream"), ROOT.resolve("target/gradstream"));
    Files.createSymbolicLink(clone.resolve("config"), ROOT.resolve("config"));
    for (Map.Entry<String, String> file : page.files().entrySet()) {
      Files.writeString(clone.resolve(file.getKey()), file.getValue());
    }
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  private void type(String command) throws Exception {
    if (command.startsWith("mvn ") || command.startsWith("export ")) {
      requireKnown(command);
    } else if (command.endsWith("&")) {
      // The port that README's reader has is taken here, perhaps.
      until("localhost:" + port, command.replace(" &", " --port " + port));
    } else if (command.contains(" watch ")) {
      until("version ", command);
    } else {
      requireDone(command);
    }
  }

  /** What this test runs under, or has done already. */
  private void requireKnown(String command) throws IOException {
    assertThat(command)
        .isIn(
            "mvn -q package -DskipTests",
            "mvn verify",
            "export PATH=$PWD/target/gradstream/bin:$PATH");
    assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("verify");
  }

  private void requireDone(String command) throws Exception {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", command, said).isZero();
    if (command.endsWith(" demo")) {
      assertThat(said).contains("the parameters' SHA-256 is ", "\"samples\":20000");
    }
    if (command.startsWith("gradstream replay ")) {
      assertThat(said).as(command).contains("\"deadLetters\":0");
    }
    if (command.contains(" predict ")) {
      assertThat(said).containsPattern("\\{\"prediction\":0\\.\\d+,\"version\":\\d+}");
    }
  }

  /** Runs a command until it says something, and leaves it running. */
  private void until(String expected, String command) throws Exception {
    BufferedReader said =
        new BufferedReader(
            new InputStreamReader(start(command).getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      lines.add(line);
      if (line.contains(expected)) {
        return;
      }
    }
    assertThat(lines).as(command).anyMatch(line -> line.contains(expected));
  }

  private Process start(String command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", "exec " + command)
            .directory(clone.toFile())
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.merge(
        "PATH", clone.resolve("target/gradstream/bin").toString(), (old, ours) -> ours + ":" + old);
    environment.put("BOOTSTRAP_SERVERS", "localhost:" + port);
    environment.put("GRADSTREAM_OPTS", "-Djava.io.tmpdir=" + clone);
    Process process = builder.start();
    running.add(process);
    return process;
  }
}
