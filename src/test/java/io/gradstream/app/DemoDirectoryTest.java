package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.app.train.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A demo in a directory that holds other things, or where somebody has laid links. */
class DemoDirectoryTest {
  @TempDir private Path directory;

  @Test
  void prepare_whatADemoHasLeft_goesWhenItHasEnded() throws IOException {
    DemoDirectory demo = new DemoDirectory(root());
    demo.prepare();
    Path topic = Files.createDirectories(demo.broker().resolve("flights.state-0"));
    Path log = Files.writeString(topic.resolve("00000000000000000000.log"), "records");
    Files.writeString(demo.broker().resolve("meta.properties"), "version=1");

    demo.prepare();
    assertThat(log).exists();
    demo.markFinished();
    demo.prepare();

    assertThat(topic).doesNotExist();
    assertThat(root().resolve("finished")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "done", "made by gradstream demo"})
  void prepare_finishedOfSomebodyElse_deletesNothing(String content) throws IOException {
    Files.createDirectories(root().resolve("broker"));
    Path notes = Files.writeString(root().resolve("broker/notes.txt"), "mine");
    Files.writeString(root().resolve("finished"), content);

    requireRefused(root().resolve("finished") + " was not made by a demo");
    assertThat(notes).hasContent("mine");
  }

  /** Even names that a broker gives. */
  @Test
  void prepare_brokerOfSomebodyElse_deletesNothing() throws IOException {
    DemoDirectory demo = new DemoDirectory(root());
    demo.prepare();
    demo.markFinished();
    Files.delete(demo.broker().resolve("made-by-gradstream-demo"));
    Path meta = Files.writeString(demo.broker().resolve("meta.properties"), "mine");

    requireRefused(" was not made by a demo");
    assertThat(meta).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"notes.txt", "thesis-1/chapter.txt", "flights-0/00000000000000000000.log/x"})
  void prepare_somethingElseAmongTheTopics_deletesNothing(String name) throws IOException {
    DemoDirectory demo = new DemoDirectory(root());
    demo.prepare();
    Path mine = demo.broker().resolve(name);
    Files.createDirectories(mine.getParent());
    Files.writeString(mine, "mine");
    Path meta = Files.writeString(demo.broker().resolve("meta.properties"), "version=1");
    demo.markFinished();

    requireRefused(mine + " was not made by a demo");
    assertThat(mine).hasContent("mine");
    assertThat(meta).exists();
  }

  @Test
  void prepare_linkInItsPlace_isRefused() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createSymbolicLink(root(), elsewhere);

    requireRefused(root() + " is a symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void prepare_linkInTheBrokersPlace_isRefused() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createDirectories(root());
    Files.createSymbolicLink(root().resolve("broker"), elsewhere);

    requireRefused(root().resolve("broker") + " is a symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void markFinished_overALink_doesNotFollowIt() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "untouched");
    DemoDirectory demo = new DemoDirectory(root());
    demo.prepare();
    Files.createSymbolicLink(root().resolve("finished"), victim);

    assertThatThrownBy(demo::markFinished).isInstanceOf(IOException.class);
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void prepare_makesItItsOwnersAlone() throws IOException {
    DemoDirectory demo = new DemoDirectory(root());

    demo.prepare();

    for (Path made : new Path[] {root(), demo.broker()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .isEqualTo("rwx------");
    }
  }

  private void requireRefused(String why) {
    assertThatThrownBy(() -> new DemoDirectory(root()).prepare())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(why)
        .hasMessageEndingWith("choose another --data-dir");
  }

  private Path root() {
    return directory.resolve("demo");
  }
}
