package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir private Path directory;

  @Test
  void simulate_logThatIsBusyForSecondsARound_saysWhereAShardedModelWouldHaveToBegin()
      throws IOException {
    Path samples = directory.resolve("flights.jsonl");
    Files.write(samples, Samples.flights().subList(0, 2000));
    Path page = directory.resolve("page.html");

    CommandRun run =
        run(
                "--members",
                "4,8",
                "--rounds",
                "50",
                "--samples",
                "2000",
                "--busy",
                "2s",
                "--input",
                samples.toString(),
                "--report",
                page.toString())
            .requireDone();

    assertThat(run.out().get(0)).contains("members", "samples/s", "B/sample", "void %", "logLoss");
    assertThat(run.out().get(1)).containsPattern("^ +1 +50 .* 1\\.00 .* 0 +0\\.0 +0\\.\\d{4} ");
    assertThat(run.out().get(2)).containsPattern("^ +4 +50 ");
    assertThat(run.out().get(4))
        .contains("round 50: beyond 4 members more bring next to nothing")
        .contains("with 8 members, the log is busy with taking in rounds")
        .contains("A sharded model would have to begin here");
    assertThat(page).content().contains("round 50: beyond 4 members").contains("new Chart(");
  }

  @Test
  void simulate_fewerPartitionsThanMembers_isRefused() {
    CommandRun run = run("--members", "4,8", "--partitions", "2", "--busy", "1ms");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .containsExactly(
            "gradstream: --partitions must be at least --members, 8, for a member without one learns"
                + " nothing: 2");
  }

  @Test
  void simulate_busyForLongerThanACommit_isRefused() {
    CommandRun run = run("--members", "2", "--busy", "3s");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).containsExactly("gradstream: --busy must be at most --commit, 2s: 3s");
  }

  @Test
  void simulate_moreMembersThanThereIsRoomFor_isRefused() {
    CommandRun run = run("--members", "100000", "--busy", "1ms", "--samples", "100");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().get(run.err().size() - 1))
        .startsWith("gradstream: --members must be at most ")
        .contains("a member takes about");
  }

  private static CommandRun run(String... more) {
    List<String> given =
        List.of(
            "simulate",
            "--config",
            "config/flights.yaml",
            "--seconds",
            "0.1",
            "--commit",
            "2s",
            "--look",
            "1ms");
    return CommandRun.inThisJvm(
        Stream.concat(given.stream(), Arrays.stream(more)).toArray(String[]::new));
  }
}
