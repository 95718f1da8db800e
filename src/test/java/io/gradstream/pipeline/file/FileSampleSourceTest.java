package io.gradstream.pipeline.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.data.SampleLimits;
import io.gradstream.pipeline.chunk.RecordChunk;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.version.Offsets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSampleSourceTest {
  private static final String TOO_LONG =
      "a record must have at most 16777216 bytes, input.limits.recordBytes: ";

  @TempDir private Path directory;

  @Test
  void records_plainFile_areItsLinesButBlankOnes() throws IOException {
    Path file = Files.writeString(directory.resolve("a.jsonl"), "one\r\n\n  \ntwo\nthree");

    assertThat(lines(file, 1, Offsets.none())).containsExactly("0 one", "1 two", "2 three");
  }

  @Test
  void records_gzippedFileRepeated_goOnCounting() throws IOException {
    Path file = directory.resolve("a.jsonl");
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

  /** %s stands for what is too long. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "one\n%s\nthree\n",
        "one\n%s\r\n\nthree",
        "[1, {\"a\": \"%s\"}, 3]",
        "[1, \"%s\", {}]"
      })
  void records_oneThatIsTooLong_isAFaultAndReadingGoesOnBehindIt(String text) throws IOException {
    String tooLong = "y".repeat(2 * new SampleLimits().recordBytes() + 5);
    Path file = Files.writeString(directory.resolve("a.jsonl"), text.replace("%s", tooLong));

    List<RecordChunk> chunks = chunks(file);

    assertThat(faults(chunks)).hasSize(3).element(1).asString().startsWith(TOO_LONG + "335544");
    assertThat(faults(chunks)).filteredOn(fault -> !fault.isEmpty()).hasSize(1);
    assertThat(values(chunks)).extracting(value -> value.length < 1001).containsOnly(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "[%s", "[\"%s\"]"})
  void records_oneThatIsTooLongAtTheEnd_isAFault(String text) throws IOException {
    String tooLong = "y".repeat(new SampleLimits().recordBytes() + 1);
    Path file = Files.writeString(directory.resolve("a.jsonl"), text.replace("%s", tooLong));

    assertThat(faults(chunks(file))).first().asString().startsWith(TOO_LONG + "167772");
  }

  private static List<RecordChunk> chunks(Path file) {
    SampleFile samples = SampleFile.of(file.toString(), new JsonFormat().framing());
    return new FileSampleSource(samples, 1)
        .records(Offsets.none())
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  private static List<String> faults(List<RecordChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> IntStream.range(0, chunk.size()).mapToObj(chunk::fault))
        .map(fault -> Objects.requireNonNullElse(fault, ""))
        .toList();
  }

  private static List<byte[]> values(List<RecordChunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> IntStream.range(0, chunk.size()).mapToObj(chunk::value))
        .map(Objects::requireNonNull)
        .toList();
  }

  @Test
  void of_missingFile_isRefusedInWords() {
    assertThatThrownBy(() -> SampleFile.of("nowhere.jsonl", new JsonFormat().framing()))
        .hasMessage(
            "nowhere.jsonl does not exist: name a .jsonl or .csv file, or either packed by gzip, or - for standard input");
  }

  @Test
  void records_nameEndsInGzButIsNotPacked_areItsLines() throws IOException {
    Path file = Files.writeString(directory.resolve("a.jsonl.gz"), "one\ntwo\n");

    assertThat(lines(file, 1, Offsets.none())).containsExactly("0 one", "1 two");
  }

  @Test
  void records_gzipCutShort_isTold() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(packed.toByteArray(), packed.size() - 12);
    Path file = Files.write(directory.resolve("a.jsonl"), half);

    assertThatThrownBy(() -> lines(file, 1, Offsets.none()))
        .hasMessage(
            "cannot read %s: what gzip has packed is damaged or ends too early".formatted(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void of_utf16_isRefusedInWords(String encoding) throws IOException {
    Path file =
        Files.writeString(directory.resolve("a"), "{\"a\": 1}\n", Charset.forName(encoding));

    assertThatThrownBy(() -> SampleFile.of(file.toString(), new JsonFormat().framing()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a is written in UTF-16: write it in UTF-8, as iconv -f UTF-16 -t UTF-8 does");
  }

  @Test
  void records_byteOrderMark_isNoPartOfTheFirst() throws IOException {
    Path file = Files.writeString(directory.resolve("a"), "\uFEFFone\ntwo");

    assertThat(lines(file, 1, Offsets.none())).containsExactly("0 one", "1 two");
  }

  private static List<String> lines(Path file, int times, Offsets from) {
    List<String> lines = new ArrayList<>();
    new FileSampleSource(SampleFile.of(file.toString(), new JsonFormat().framing()), times)
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
