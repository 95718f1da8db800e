package io.gradstream.record.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.data.FieldPath;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that are looked at eight bytes at a time, around and beyond eight bytes. */
class ScannedFieldsTest {
  private static final String LETTERS = "abcdefghijklmnopqrst";

  /** Beginnings and endings of one another. */
  private static final List<String> NAMES =
      IntStream.range(1, LETTERS.length())
          .boxed()
          .flatMap(at -> Stream.of(LETTERS.substring(0, at), LETTERS.substring(at)))
          .toList();

  @ParameterizedTest
  @ValueSource(strings = {"", ":", ":1}", ":\"a long value behind it\"}"})
  void isAt_everyName_isItselfAndNoOther(String behind) {
    ScannedFields fields = fields(NAMES);
    for (int name = 0; name < NAMES.size(); name++) {
      byte[] record = ("{\"" + NAMES.get(name) + "\"" + behind).getBytes(UTF_8);
      for (int other = 0; other < NAMES.size(); other++) {
        assertThat(fields.isAt(other, record, 1))
            .as("%s for %s", NAMES.get(other), NAMES.get(name))
            .isEqualTo(other == name);
      }
    }
  }

  @Test
  void isAt_nameThatIsCutOff_isNone() {
    ScannedFields fields = fields(List.of("abcdefghijkl"));
    for (int length = 0; length < 14; length++) {
      byte[] record = "\"abcdefghijkl\"".substring(0, length).getBytes(UTF_8);

      assertThat(fields.isAt(0, record, 0)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 16, 31})
  void indexOf_characterAtAnyPlace_isFound(int at) {
    byte[] bytes = "\u000b\t\u008a\r".repeat(8).getBytes(ISO_8859_1);
    bytes[at] = '\n';

    assertThat(JsonBytes.indexOf('\n', bytes, 0, bytes.length)).isEqualTo(at);
    assertThat(JsonBytes.indexOf('\n', bytes, at, at + 1)).isEqualTo(at);
    assertThat(JsonBytes.indexOf('\n', bytes, 0, at)).isEqualTo(-1);
    assertThat(JsonBytes.indexOf('\n', bytes, at + 1, bytes.length)).isEqualTo(-1);
  }

  private static ScannedFields fields(List<String> names) {
    return ScannedFields.of(names.stream().map(name -> new FieldPath(List.of(name))).toList());
  }
}
