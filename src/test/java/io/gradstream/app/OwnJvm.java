package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A command in a JVM of its own, to be killed or stopped; once closed it is gone. */
final class OwnJvm implements AutoCloseable {
  /** Options for Java of what is over before the second compiler would pay. */
  static final List<String> BRIEF = List.of("-XX:TieredStopAtLevel=1");

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final Flux<String> out;
  private final Flux<String> err;

  private OwnJvm(Process process) {
    this.process = process;
    this.out = lines(process.getInputStream());
    this.err = lines(process.getErrorStream());
  }

  /** Starts a command of what is packaged, as a person does. */
  static OwnJvm start(String... arguments) {
    return start(Map.of(), arguments);
  }

  /** The same with these variables in its environment too. */
  static OwnJvm start(Map<String, String> environment, String... arguments) {
    return start(BRIEF, environment, arguments);
  }

  /** The same with options for Java that are not those of something brief. */
  static OwnJvm start(List<String> options, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of("target/gradstream/bin/gradstream").toAbsolutePath().toString());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("GRADSTREAM_OPTS", String.join(" ", options));
      builder.environment().putAll(environment);
      return new OwnJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Flux<String> lines(InputStream stream) {
    ConnectableFlux<String> lines =
        Flux.fromStream(() -> new BufferedReader(new InputStreamReader(stream, UTF_8)).lines())
            .subscribeOn(Schedulers.boundedElastic())
            .replay();
    lines.connect();
    return lines;
  }

  long pid() {
    return process.pid();
  }

  /** The first line of its results. */
  Mono<String> result() {
    return result(0);
  }

  /** A line of its results, counted from 0. */
  Mono<String> result(int index) {
    return out.skip(index).next();
  }

  /** The first line of its results with this in it. */
  Mono<String> prints(String part) {
    return out.filter(line -> line.contains(part)).next();
  }

  /** Types a line. */
  void type(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line of its logs with this in it. */
  Mono<String> says(String part) {
    return err.filter(line -> line.contains(part)).next();
  }

  /** Waits for something to happen while it runs, and fails if it ends before. */
  <T> T await(Mono<T> moment) {
    Mono<T> ended =
        Mono.fromFuture(process.onExit(), true)
            .flatMap(gone -> err.collectList())
            .map(lines -> new AssertionError("it ended too early, after " + lines))
            .flatMap(Mono::error);
    return moment.concatWith(Mono.never()).next().or(ended).blockOptional(PATIENCE).orElseThrow();
  }

  /** SIGKILL. */
  CommandRun kill() {
    process.toHandle().destroyForcibly();
    return awaitEnd(PATIENCE);
  }

  /** SIGTERM, after which it has 10 seconds to leave. */
  CommandRun terminate() {
    // By its handle: the process's own method closes the streams too, and loses what they hold.
    process.toHandle().destroy();
    return awaitEnd(Duration.ofSeconds(10));
  }

  /** SIGSTOP: it goes to sleep, as in a machine that is suspended. */
  void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  void resume() {
    signal("CONT");
  }

  private void signal(String name) {
    String command = "kill -%s %d".formatted(name, process.pid());
    try {
      new ProcessBuilder("sh", "-c", command).inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it ends by itself. */
  CommandRun awaitEnd() {
    return awaitEnd(PATIENCE);
  }

  private CommandRun awaitEnd(Duration patience) {
    int code =
        Mono.fromFuture(process.onExit(), true)
            .timeout(patience)
            .map(Process::exitValue)
            .blockOptional()
            .orElseThrow();
    return new CommandRun(code, all(out), all(err));
  }

  private static List<String> all(Flux<String> lines) {
    return lines.collectList().blockOptional(PATIENCE).orElseThrow();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
