package io.gradstream.app.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.app.train.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a directory where others may lay links. */
class OutputFileTest {
  private final Console console =
      new Console(new PrintStream(new ByteArrayOutputStream()), new ByteArrayOutputStream());

  @TempDir private Path directory;
  private Path victim = Path.of("");

  @BeforeEach
  void layVictim() throws IOException {
    victim = Files.writeString(directory.resolve("victim"), "untouched");
  }

  @Test
  void replace_besideALinkOfAnyTemporaryName_followsNone() throws IOException {
    Path model = directory.resolve("model");
    Files.createSymbolicLink(directory.resolve("model.part"), victim);
    Files.createSymbolicLink(directory.resolve(".model.part"), victim);

    OutputFile.replaced("--export", model).replace("new".getBytes(UTF_8), console);

    assertThat(model).hasContent("new");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void link_inTheFilesPlace_isRefused() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), victim);
    Path dangling =
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("none"));

    for (Path each : new Path[] {link, dangling}) {
      assertThatThrownBy(() -> OutputFile.replaced("--export", each))
          .isInstanceOf(UsageException.class)
          .hasMessage("--export %s is a symbolic link: name the file that it leads to", each);
    }
  }

  /** Laid after the check. */
  @Test
  void open_linkLaidMeanwhile_isNotFollowed() throws IOException {
    Path lines = directory.resolve("lines");
    OutputFile file = new OutputFile("--predictions", lines);
    Files.createSymbolicLink(lines, victim);

    assertThatThrownBy(() -> file.open(console)).isInstanceOf(OutputException.class);
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void replace_linkLaidMeanwhile_isReplacedItself() throws IOException {
    Path model = directory.resolve("model");
    OutputFile file = OutputFile.replaced("--export", model);
    Files.createSymbolicLink(model, victim);

    file.replace("new".getBytes(UTF_8), console);

    assertThat(model).isRegularFile().hasContent("new");
    assertThat(victim).hasContent("untouched");
  }

  @Test
  void newFiles_areTheirOwnersAlone() throws IOException {
    Path model = directory.resolve("model");
    Path lines = directory.resolve("lines");

    OutputFile.replaced("--export", model).replace("new".getBytes(UTF_8), console);
    try (OutputStream out = new OutputFile("--predictions", lines).open(console)) {
      out.write('\n');
    }

    assertThat(permissions(model)).isEqualTo("rw-------");
    assertThat(permissions(lines)).isEqualTo("rw-------");
  }

  @Test
  void replace_fileThatOthersMayRead_staysSo() throws IOException {
    Path model = Files.writeString(directory.resolve("model"), "old");
    Files.setPosixFilePermissions(model, PosixFilePermissions.fromString("rw-r--r--"));

    OutputFile.replaced("--export", model).replace("new".getBytes(UTF_8), console);

    assertThat(permissions(model)).isEqualTo("rw-r--r--");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
