package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reader in Python that the page on the wire format shows, and that of the distribution's
 * module, where there is a Python with NumPy.
 */
class PageReaderTest {
  private static final Path PAGE = Path.of("src/site/markdown/wire-format.md");
  private static final String AROUND =
      """
      import base64, json, math, sys
      import numpy

      %s
      for line in open(sys.argv[1]):
          key, value = json.loads(line)
          key = key.replace("toy", "late", 1)
          tensors = read(key, value and base64.b64decode(value))
          if tensors:
              print(json.loads(base64.b64decode(value))["version"], *tensors["w"].flatten().tolist())
      """;

  private static final String MODULE =
      """
      sys.path.insert(0, "src/main/python")
      import gradstream
      blocks, published = gradstream._Blocks(), 0

      def read(key, value):
          global published
          if key != "late":
              return blocks.accept(key[len("late/"):], value, published)
          manifest = json.loads(value)
          published = manifest["version"]
          return blocks.assemble(manifest)
      """;

  /** Whose reader it is. */
  enum Reader {
    PAGE,
    MODULE
  }

  @TempDir private Path directory;
  private final CompactedTopic topic = new CompactedTopic();
  private final ToyModel model = new ToyModel(topic);

  @BeforeAll
  static void needsPython() throws Exception {
    assumeTrue(
        run(List.of("python3", "-c", "import sys, numpy; assert sys.version_info >= (3, 9)"))
            .isPresent(),
        "python3 with NumPy");
  }

  @ParameterizedTest
  @EnumSource
  void read_blocksAndPatchesThatAreCompacted_givesTheVersionsThatAreWhole(Reader reader)
      throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    model.publish(0, 2, 4);
    for (int version = 0; version < 60; version++) {
      model.publishChanges(random);
    }
    topic.compact(random);
    for (int version = 0; version < 20; version++) {
      model.publishChanges(random);
    }

    List<String> given = read(reader, topic.from(0));

    assertThat(given).hasSizeGreaterThan(20).endsWith(line(model.version()));
    assertThat(given).allSatisfy(line -> assertThat(line).isEqualTo(line(versionOf(line))));
  }

  @ParameterizedTest
  @EnumSource
  void read_withoutAPatch_givesNothing(Reader reader) throws Exception {
    model.publish(0, 1, 2, 3, 4);
    model.patch(new int[] {1, 2, 8});
    topic.removeOldest("toy/patch/w/0");

    assertThat(read(reader, topic.from(0))).containsExactly(line(1));
  }

  @Test
  void encode_theExampleOfThePage_isWhatItSays() throws IOException {
    model.publish(0, 1, 2, 3, 4);
    model.patch(new int[] {1, 2, 8});
    CompactedTopic.Entry patch = topic.from(topic.end() - 2).get(0);
    byte[] value = patch.value() == null ? new byte[0] : patch.value();

    String page = Files.readString(PAGE);

    String data = HexFormat.of().formatHex(value, value.length - 30, value.length);
    String header = new String(value, 8, value.length - 38, UTF_8).strip();
    assertThat(page.replaceAll("\\s", "")).contains(data, header.replaceAll("\\s", ""));
    assertThat(patch.key()).isEqualTo("toy/patch/w/0");
  }

  private long versionOf(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  private String line(long version) {
    StringBuilder line = new StringBuilder(Long.toString(version));
    for (float element : model.truth(version).data()) {
      line.append(' ').append((double) element);
    }
    return line.toString();
  }

  private List<String> read(Reader reader, List<CompactedTopic.Entry> entries) throws Exception {
    List<String> lines = new ArrayList<>();
    for (CompactedTopic.Entry entry : entries) {
      byte[] value = entry.value();
      String text = value == null ? "null" : '"' + Base64.getEncoder().encodeToString(value) + '"';
      lines.add("[\"%s\", %s]".formatted(entry.key(), text));
    }
    Path records = Files.write(directory.resolve("records"), lines);
    String read = reader == Reader.PAGE ? shown() : MODULE;
    Path program = Files.writeString(directory.resolve("read.py"), AROUND.formatted(read));
    List<String> command = List.of("python3", "-B", program.toString(), records.toString());
    return Arrays.asList(run(command).orElseThrow().split("\n"));
  }

  private static String shown() throws IOException {
    String page = Files.readString(PAGE);
    int start = page.indexOf("```python\nrecords = {}") + "```python\n".length();
    return page.substring(start, page.indexOf("```", start));
  }

  /** What a command prints, if it does not fail. */
  private static Optional<String> run(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException missing) {
      return Optional.empty();
    }
  }
}
