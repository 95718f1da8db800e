package io.gradstream.config;

import static io.gradstream.config.Bindings.bind;
import static io.gradstream.config.Bindings.error;
import static io.gradstream.config.Bindings.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.config.ExampleSettings.DeadLetter;
import io.gradstream.config.ExampleSettings.Http;
import io.gradstream.config.ExampleSettings.Kafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFileTest {
  @TempDir Path folder;

  @Test
  void parse_nested_knowsLinesAndPaths() {
    String yaml = "a:\n  - b: 1\n  - c:\n      x\n";

    ConfigNode root = tree(yaml);

    ConfigNode item = ((Mapping) root).value("a").orElseThrow().items().get(1);
    assertThat(item.place()).isEqualTo(new Place("f.yaml", 3, "a[1]"));
    assertThat(((Mapping) item).value("c"))
        .contains(new Scalar(new Place("f.yaml", 3, "a[1].c"), "x", Kind.TEXT));
  }

  @ParameterizedTest
  @CsvSource({
    "1, WHOLE", "-12, WHOLE", "+5, WHOLE", "1.5, DECIMAL", ".5, DECIMAL", "1e-3, DECIMAL",
    "5., DECIMAL", "true, TRUTH", "False, TRUTH", "~, NOTHING", "null, NOTHING", "no, TEXT",
    "1_000, TEXT", "0x10, TEXT", "\"1\", TEXT", "!!str 1, TEXT", "1.2.3, TEXT", "\"\", TEXT"
  })
  void parse_scalar_hasTheKindOfYamlsCoreSchema(String written, Kind kind) {
    Mapping root = (Mapping) tree("# \uD83D\uDE80\na: " + written);

    assertThat(((Scalar) root.value("a").orElseThrow()).kind()).isEqualTo(kind);
  }

  @Test
  void parse_json_isYamlToo() {
    assertThat(bind("{\"port\": 1, \"address\": \"here\"}", Http.class))
        .isEqualTo(new Http(1, "here"));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void parse_malformed_saysWhereAndWhat(String yaml, String message) {
    assertThat(error(yaml)).isEqualTo(message);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of(
            "seed: 1\nname: a\nseed: 2\n", "f.yaml:3: seed is given twice: line 1 has it too"),
        Arguments.of(
            "layers:\n  - {type: linear, out: 16\n  - {type: relu}\n",
            "f.yaml:3:5: a comma or } is missing before this: the { of line 2 is still open"),
        Arguments.of(
            "a: [1, 2\nb: 3\n",
            "f.yaml:2:2: a comma or ] is missing before this: the [ of line 1 is still open"),
        Arguments.of("a:\n\tb: 1\n", "f.yaml:2:1: a tab cannot indent: use spaces"),
        Arguments.of("a: @x\n", "f.yaml:1:4: a value cannot begin with @: quote it"),
        Arguments.of(
            "a: b: c\n",
            "f.yaml:1:5: a key cannot stand here: check the indentation,"
                + " and quote a text that holds \": \""),
        Arguments.of(
            "a:\n  b: 2\n c: 3\n",
            "f.yaml:3:2: this does not line up with what is above it: check indentation and quotes"),
        Arguments.of(
            "b: 1\na: \"abc\nc: 2\n", "f.yaml:2:4: the quote that opens here is not closed"),
        Arguments.of("a: 1\nb c\nd: 2\n", "f.yaml:3:1: \": \" is missing after a key"),
        Arguments.of(
            "a: \"\\q\"\n", "f.yaml:1:6: \\q is not an escape: write \\\\q, or use single quotes"),
        Arguments.of(
            "a: ${X:{[,} b: 2\n",
            "f.yaml:1:14: a key cannot stand here: check the indentation,"
                + " and quote a text that holds \": \""),
        Arguments.of("a: }\n", "f.yaml:1:4: is not YAML: expected the node content, but found '}'"),
        Arguments.of("a: *b\n", "f.yaml:1: a repeats &b, which is not above it: *b"),
        Arguments.of(
            "name: a\n---\nname: b\n", "f.yaml:3: a second document starts here: one is read"),
        Arguments.of("", "f.yaml: is empty"),
        Arguments.of("# nothing\n", "f.yaml: is empty"),
        Arguments.of("---\n", "f.yaml: is empty"));
  }

  @Test
  void parse_variables_areFilledIn() {
    Map<String, String> environment = Map.of("HOST", "broker", "PW", "a: {b} # c");

    Kafka kafka =
        bind(
            "bootstrapServers: ${HOST}:${PORT:9092}\nproperties: {pw: ${PW}, e: \"${E:}\"}",
            Kafka.class,
            environment);

    assertThat(kafka).isEqualTo(new Kafka("broker:9092", Map.of("pw", "a: {b} # c", "e", "")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{port: ${PORT:8080}}", "{port: '${PORT:8080}'}", "port: ${PORT:8080}"})
  void parse_filledScalar_isReadAgain(String yaml) {
    assertThat(bind(yaml, Http.class).port()).isEqualTo(8080);
    assertThat(bind(yaml, Http.class, Map.of("PORT", "1")).port()).isEqualTo(1);
  }

  @Test
  void parse_doubledDollar_isLiteral() {
    assertThat(bind("topic: $${file:a}$x", DeadLetter.class).topic()).isEqualTo("${file:a}$x");
  }

  @Test
  void parse_unsetVariableInComment_isNotAskedFor() {
    assertThat(bind("topic: a # ${UNSET}", DeadLetter.class).topic()).isEqualTo("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "${HOST}|needs the environment variable HOST, which is not set:"
            + " set it or write ${HOST:default}",
        "${HOST|must name a variable as ${NAME} or ${NAME:default}: \"${HOST\"",
        "'${a b}'|must name a variable as ${NAME} or ${NAME:default}: \"${a b}\""
      })
  void parse_variableThatCannotBeFilled_isAnError(String written, String complaint) {
    assertThat(error("kafka:\n  bootstrapServers: " + written))
        .isEqualTo("f.yaml:2: kafka.bootstrapServers " + complaint);
  }

  @Test
  void read_fileThatIsNotThere_isOneLine() {
    Path file = folder.resolve("no.yaml");

    assertFails(file, file + ": there is no such file");
  }

  @Test
  void read_directory_isOneLine() {
    assertFails(folder, folder + ": is a directory, not a file");
  }

  @Test
  void read_bytesThatAreNotText_isOneLine() throws IOException {
    Path file = Files.write(folder.resolve("b.yaml"), new byte[] {'a', ':', ' ', (byte) 0xFF});

    assertFails(file, file + ": is not text in UTF-8");
  }

  @Test
  void read_byteOrderMark_isSkipped() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "\uFEFFtopic: t\r\n", StandardCharsets.UTF_8);

    assertThat(new ConfigFile(file, name -> null).read(DeadLetter.class))
        .isEqualTo(new DeadLetter("t"));
  }

  private static void assertFails(Path file, String message) {
    assertThatThrownBy(() -> new ConfigFile(file, name -> null).read(DeadLetter.class))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
