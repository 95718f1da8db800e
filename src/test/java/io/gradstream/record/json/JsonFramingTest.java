package io.gradstream.record.json;

import static io.gradstream.record.Framed.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.SampleLimits;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the objects of a file begin and end, however few of its bytes come at a time. */
class JsonFramingTest {
  private static final String LONG = "z".repeat(150_000);

  static Stream<Arguments> json() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("  \n\n", List.of()),
        Arguments.of("{\"a\":1}\r\n\n {\"a\":2}", List.of("{\"a\":1}", " {\"a\":2}")),
        Arguments.of("{\"a\":[\n1]}", List.of("{\"a\":[", "1]}")),
        Arguments.of(
            "\n [ {\"a\": 1},\n {\"a\": [1, {\"b\": 2}]}\n]\n",
            List.of("{\"a\": 1}", "{\"a\": [1, {\"b\": 2}]}")),
        Arguments.of("[{\n\"a\": \"]},\\\"[\"\n}]", List.of("{\n\"a\": \"]},\\\"[\"\n}")),
        Arguments.of("[1, \"a,]\" ,null,[2]]", List.of("1", "\"a,]\"", "null", "[2]")),
        Arguments.of("[]", List.of()),
        Arguments.of("[{}{}]", List.of("{}", "{}")),
        Arguments.of("[}, {}]", List.of("}", "{}")),
        Arguments.of("[{}] {} []", List.of("{}", "{} []")),
        Arguments.of("[{\"a\": 1}, {\"a\"", List.of("{\"a\": 1}", "{\"a\"")),
        Arguments.of("[{\"a\": 1},\n{\"a\": 2},\n", List.of("{\"a\": 1}", "{\"a\": 2}", "[")),
        Arguments.of("[{\"a\": 1}", List.of("{\"a\": 1}", "[")),
        Arguments.of("[{\"a\": 1}, \"b", List.of("{\"a\": 1}", "\"b")),
        Arguments.of("[1, 2", List.of("1", "2", "[")),
        Arguments.of(" [\n", List.of("[")),
        Arguments.of("[" + LONG + ", " + LONG + "]", List.of(LONG, LONG)));
  }

  @ParameterizedTest
  @MethodSource("json")
  void linesOrAnArray_areItsValues(String text, List<String> records) throws IOException {
    assertThat(records(new JsonFraming(new SampleLimits()), text, 1)).isEqualTo(records);
    assertThat(records(new JsonFraming(new SampleLimits()), text, 1 << 20)).isEqualTo(records);
  }
}
