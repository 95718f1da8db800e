package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command loads when it starts, and where from. */
class StartUpIT {
  private static final Path PACKAGED = Path.of("target/gradstream").toAbsolutePath();
  private static final Path ARCHIVE = Path.of("gradstream.jsa");
  private static final String REPLAY =
      " replay --config $CONFIG/flights.yaml --input $CONFIG/data/flights.jsonl.gz";

  /** What {@code -Xlog:class+load} says of a class that the archive has. */
  private static final String ARCHIVED = " source: shared objects file";

  @TempDir private Path directory;
  private StartScript script;

  @BeforeEach
  void typeThere() {
    script = new StartScript(directory);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version", "nonsense"})
  void whatRunsNoCommand_loadsNothingThatCommandsUse(String arguments) throws Exception {
    List<String> loaded = loaded(PACKAGED, arguments);

    assertThat(loaded).anyMatch(line -> line.contains("io.gradstream.app.Main "));
    assertThat(
            of(loaded, "org.apache.kafka|io.netty|reactor|tools.jackson|ch.qos.logback|org.slf4j"))
        .isEmpty();
  }

  @Test
  void help_isKeptAsATextAndSaysTheSame() throws Exception {
    CommandRun told = script.type("gradstream --help");
    CommandRun kept =
        script.type(
            "GRADSTREAM_OPTS= JAVA_HOME= PATH=/usr/bin:/bin "
                + PACKAGED
                + "/bin/gradstream --help");

    assertThat(kept).isEqualTo(told.requireDone());
    assertThat(Files.readString(PACKAGED.resolve("help.ansi")))
        .contains("\u001b[1m")
        .isNotEqualTo(Files.readString(PACKAGED.resolve("help.txt")));
  }

  @Test
  void replay_loadsNothingThatItCanStartWithout() throws Exception {
    // Left there by a build of an earlier version, it is a configuration of one's own.
    assumeThat(Path.of("target/classes/logback.xml")).doesNotExist();

    List<String> loaded = loaded(PACKAGED, REPLAY);

    assertThat(loaded).anyMatch(line -> line.contains("io.gradstream.learn.Learner "));
    assertThat(of(loaded, "org.apache.kafka.clients|io.netty|org.xml|tools.jackson.databind"))
        .isEmpty();
    assertThat(of(loaded, "ch.qos.logback.classic.pattern")).as("the parts of a pattern").isEmpty();
    assertThat(of(loaded, "java.lang.runtime")).as("how records are compared").isEmpty();
  }

  @Test
  void packaged_classesComeFromTheArchive() throws Exception {
    assumeThat(Files.isSameFile(PACKAGED.resolve("gradstream.java"), java())).isTrue();

    List<String> loaded = loaded(PACKAGED, REPLAY);

    assertThat(archived(loaded)).hasSizeGreaterThan(loaded.size() * 9 / 10);
    // Of what computes not all can be verified by a Java without vectors, as makes the archive.
    assertThat(of(loaded, "io.gradstream"))
        .filteredOn(line -> !line.contains(ARCHIVED))
        .allMatch(line -> line.contains("io.gradstream.tensor."));
    assertThat(archived(loaded))
        .anyMatch(line -> line.contains("picocli.CommandLine "))
        .anyMatch(line -> line.contains("io.gradstream.learn.Learner "))
        .anyMatch(line -> line.contains("reactor.core.publisher.Flux "));
  }

  @Test
  void packaged_learnersOfATopic_areInTheArchive() throws Exception {
    assumeThat(Files.isSameFile(PACKAGED.resolve("gradstream.java"), java())).isTrue();
    String broker = "BOOTSTRAP_SERVERS=localhost:1 timeout 20 ";

    List<String> loaded =
        loaded(broker, PACKAGED, " train --config $CONFIG/flights.yaml --until-end");

    assertThat(archived(loaded))
        .anyMatch(line -> line.contains("org.apache.kafka.clients.admin.KafkaAdminClient "));
  }

  @Test
  void archiveOfAnotherJava_isLeftAlone() throws Exception {
    Path copy = copyOfProgram();
    Files.createSymbolicLink(copy.resolve("gradstream.java"), Path.of("/bin/sh"));
    Files.copy(PACKAGED.resolve(ARCHIVE), copy.resolve(ARCHIVE));

    List<String> loaded = loaded(copy, "--help");

    assertThat(archived(loaded))
        .as("the JDK's own archive")
        .anyMatch(line -> line.contains("java.lang.Object "))
        .noneMatch(line -> line.contains("picocli"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 50_000})
  void damagedArchive_isOfNoUseAndNoWord(int bytes) throws Exception {
    Path copy = copyOfProgram();
    byte[] whole = Files.readAllBytes(PACKAGED.resolve(ARCHIVE));
    Files.write(copy.resolve(ARCHIVE), Arrays.copyOf(whole, bytes));

    CommandRun run = script.type(copy + "/bin/gradstream --version");

    assertThat(run).isEqualTo(new CommandRun(0, List.of("gradstream 0.1.0"), List.of()));
  }

  @Test
  void logs_goToStderr_ofOurOwnAndOfWarningsAlone() throws Exception {
    String line = "printf '{}\\n' | gradstream replay --config $CONFIG/diabetes.yaml --input -";

    CommandRun run = script.type(line);

    assertThat(run.out()).hasSize(1);
    assertThat(run.err())
        .filteredOn(said -> said.contains("dead letter"))
        .singleElement(InstanceOfAssertFactories.STRING)
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  Progress: dead letter: stdin partition 0 .*");
  }

  @Test
  void logs_withAConfigurationOfOnesOwn_goByThat() throws Exception {
    Path own = directory.resolve("own.xml");
    Files.writeString(own, "<configuration><root level='OFF'/></configuration>");
    String line =
        "printf '{}\\n' | GRADSTREAM_OPTS=-Dlogback.configurationFile=%s gradstream replay"
            + " --config $CONFIG/diabetes.yaml --input -";

    CommandRun run = script.type(line.formatted(own));

    assertThat(run.err()).noneMatch(said -> said.contains("dead letter"));
  }

  /** The program at another place, without what was kept of its classes. */
  private Path copyOfProgram() throws IOException {
    Path copy = directory.resolve("program");
    try (Stream<Path> files = Files.walk(PACKAGED)) {
      for (Path file : files.filter(file -> !file.toString().contains("gradstream.j")).toList()) {
        Files.copy(
            file, copy.resolve(PACKAGED.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  private List<String> loaded(Path program, String arguments) throws Exception {
    return loaded("", program, arguments);
  }

  private List<String> loaded(String before, Path program, String arguments) throws Exception {
    Path log = directory.resolve("classes.txt");
    script.type(
        "GRADSTREAM_OPTS=\"$GRADSTREAM_OPTS -Xlog:class+load:file=%s\" %s%s/bin/gradstream %s"
            .formatted(log, before, program, arguments));
    return Files.readAllLines(log);
  }

  private static List<String> of(List<String> loaded, String packages) {
    String line = ".* (" + packages + ")\\..* source: .*";
    return loaded.stream().filter(each -> each.matches(line)).toList();
  }

  private static List<String> archived(List<String> loaded) {
    return loaded.stream().filter(line -> line.contains(ARCHIVED)).toList();
  }

  /** The Java that the script finds. */
  private static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
