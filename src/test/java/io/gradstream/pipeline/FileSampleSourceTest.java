package io.gradstream.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.learn.Offsets;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSampleSourceTest {
  @TempDir private Path directory;

  @Test
  void records_plainFile_areItsLinesButBlankOnes() throws IOException {
    Path file = Files.writeString(directory.resolve("a.jsonl"), "one\r\n\n  \ntwo\nthree");

    assertThat(lines(file, 1, Offsets.none())).containsExactly("0 one", "1 two", "2 three");
  }

  @Test
  void records_gzippedFileRepeated_goOnCounting() throws IOException {
    Path file = directory.resolve("a.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(lines(file, 2, Offsets.none())).containsExactly("0 one", "1 two", "2 one", "3 two");
  }

  @Test
  void records_fromAnOffset_leaveOutWhatIsBeforeIt() throws IOException {
    Path file = Files.writeString(directory.resolve("a.jsonl"), "one\ntwo\nthree\n");

    assertThat(lines(file, 1, Offsets.none().with("a.jsonl", 0, 2))).containsExactly("2 three");
  }

  @Test
  void records_lineLongerThanTheBuffer_isWhole() throws IOException {
    String line = "x".repeat(200_000);
    Path file = Files.writeString(directory.resolve("a.jsonl"), line + "\n" + line + "\n");

    assertThat(lines(file, 1, Offsets.none())).containsExactly("0 " + line, "1 " + line);
  }

  @Test
  void of_missingFile_isRefusedInWords() {
    assertThatThrownBy(() -> SampleFile.of("nowhere.jsonl"))
        .hasMessage(
            "nowhere.jsonl does not exist: name a .jsonl or .jsonl.gz file, or - for standard input");
  }

  private static List<String> lines(Path file, int times, Offsets from) {
    List<String> lines = new ArrayList<>();
    new FileSampleSource(SampleFile.of(file.toString()), times)
        .records(from)
        .toIterable()
        .forEach(
            chunk -> {
              for (int i = 0; i < chunk.size(); i++) {
                byte[] value = chunk.value(i);
                assertThat(value).isNotNull();
                lines.add(chunk.offset(i) + " " + new String(value, StandardCharsets.UTF_8));
              }
            });
    return lines;
  }
}
