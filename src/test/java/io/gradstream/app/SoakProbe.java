package io.gradstream.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Looks at a learner from outside: at its process, at what it tells over HTTP and at its topics.
 *
 * @param trial its configuration and broker
 * @param learner what is looked at
 * @param pages what it tells
 * @param startNanos when it began, by {@link System#nanoTime}
 */
record SoakProbe(Trial trial, OwnJvm learner, StatusPages pages, long startNanos) {
  static SoakProbe of(Trial trial, OwnJvm learner, StatusPages pages) {
    return new SoakProbe(trial, learner, pages, System.nanoTime());
  }

  Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  SoakSample look() {
    return new SoakSample(
        age(),
        liveHeapBytes(),
        threads(false),
        threads(true),
        list("fd").size(),
        pages.lag().values().stream().mapToLong(Long::longValue).sum(),
        pages.learned(),
        pages.sum("gradstream_version"),
        topics());
  }

  /** The last line of a histogram of what is reachable: {@code Total 240125 13370152}. */
  private long liveHeapBytes() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    ProcessBuilder histogram =
        new ProcessBuilder(
            jcmd.toString(), Long.toString(learner.pid()), "GC.class_histogram", "-parallel=1");
    try {
      Process process = histogram.redirectErrorStream(true).start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        return lines
            .lines()
            .filter(line -> line.startsWith("Total"))
            .mapToLong(line -> Long.parseLong(line.split("\\s+")[2]))
            .findFirst()
            .orElseThrow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long threads(boolean pooled) {
    return list("task").stream().filter(thread -> isPooled(thread) == pooled).count();
  }

  /** A thread that has just ended is in no pool. */
  private static boolean isPooled(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).startsWith("boundedElastic");
    } catch (IOException ended) {
      return false;
    }
  }

  private List<Path> list(String directory) {
    Path path = Path.of("/proc", Long.toString(learner.pid()), directory);
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Long> topics() {
    String broker = trial.settings().kafka().bootstrapServers();
    String model = trial.settings().modelName();
    Map<String, Long> bytes = new TreeMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .forEach(
              each ->
                  bytes.merge(
                      each.getKey().topic().replace(model, "NAME"),
                      each.getValue().size(),
                      Long::sum));
    } catch (InterruptedException | ExecutionException failure) {
      throw new AssertionError("the broker does not say how large its topics are", failure);
    }
    return bytes;
  }
}
