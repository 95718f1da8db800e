package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command that was run in this JVM or another.
 *
 * @param code its exit code
 * @param out the lines of its results
 * @param err the lines of its logs and errors
 */
record CommandRun(int code, List<String> out, List<String> err) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs a command in this JVM. */
  static CommandRun inThisJvm(String... arguments) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Console console = new Console(new PrintStream(results, true, StandardCharsets.UTF_8), errors);
    return new CommandRun(Main.run(console, arguments), lines(results), lines(errors));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  CommandRun requireDone() {
    assertThat(code).as("exit code, after %s", err).isZero();
    return this;
  }

  /** A count in the JSON object that is the last line of its results. */
  long count(String name) {
    assertThat(out).isNotEmpty();
    return JSON.readTree(out.get(out.size() - 1)).required(name).asLong();
  }
}
