package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The start script as a person types it: lines of bash in which {@code gradstream} is on the path,
 * and what is packaged beside it.
 */
record StartScript(Path directory) {
  private static final long PATIENCE_SECONDS = 120;

  /** Types a line in the directory. */
  CommandRun type(String line) throws IOException, InterruptedException {
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(directory.toFile())
            .redirectError(err.toFile());
    Map<String, String> environment = builder.environment();
    String scripts = Path.of("target/gradstream/bin").toAbsolutePath().toString();
    environment.merge("PATH", scripts, (old, ours) -> ours + ":" + old);
    // Java's own file for jstat counts against a limit of files.
    environment.put("GRADSTREAM_OPTS", "-XX:-UsePerfData -Djava.io.tmpdir=" + directory);
    environment.put("CONFIG", Path.of("config").toAbsolutePath().toString());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      List<String> out =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(line).isTrue();
      return new CommandRun(process.exitValue(), out, Files.readAllLines(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
