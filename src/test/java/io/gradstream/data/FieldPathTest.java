package io.gradstream.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {
  static Stream<Arguments> paths() {
    return Stream.of(
        Arguments.of("a", List.of("a"), "a"),
        Arguments.of("a.b", List.of("a", "b"), "a.b"),
        Arguments.of("\"a.b\"", List.of("a.b"), "\"a.b\""),
        Arguments.of("\"a\".b", List.of("a", "b"), "a.b"),
        Arguments.of("p.\"a.b\".c", List.of("p", "a.b", "c"), "p.\"a.b\".c"),
        Arguments.of("\"a\\\".\\\\b\"", List.of("a\".\\b"), "\"a\\\".\\\\b\""),
        Arguments.of("a\"b", List.of("a\"b"), "a\"b"));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void parse_text_isNamesThatAreWrittenBack(String text, List<String> names, String written) {
    FieldPath path = FieldPath.parse(text);

    assertThat(path.names()).isEqualTo(names);
    assertThat(path).hasToString(written);
    assertThat(FieldPath.parse(written)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "\"", "\"a", "\"\"", "\"a\"b", "\"a\\\""})
  void parse_whatIsNoPath_throws(String text) {
    assertThatThrownBy(() -> FieldPath.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("field must be names joined by dots");
  }
}
