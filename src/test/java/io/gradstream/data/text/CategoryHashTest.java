package io.gradstream.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The buckets were computed by a program in another language: consumers rely on them. */
class CategoryHashTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '', 512, 0
          DTW, 512, 56
          DTW, 1000, 416
          LAS, 512, 448
          mon, 512, 267
          mon, 1000, 723
          0, 512, 127
          -5, 1000, 403
          1.50, 7, 1
          true, 512, 370
          'hello, world', 1000, 399
          Zürich, 512, 337
          東京, 1000, 194
          😀, 1000, 546
          """)
  void bucket_isUnsignedMurmurOfUtf8ModuloBuckets(String text, int buckets, int expected) {
    assertThat(CategoryHash.own(buckets).bucket(text)).isEqualTo(expected);
  }

  @Test
  void bucket_sharedWithOtherFields_isSeededWithTheHashOfTheField() {
    assertThat(CategoryHash.shared("origin", 1 << 20).bucket("DTW")).isEqualTo(762251);
    assertThat(CategoryHash.shared("origin", 1000).bucket("DTW")).isEqualTo(571);
  }

  @Test
  void bucket_halfASurrogatePair_throws() {
    assertThatThrownBy(() -> CategoryHash.own(8).bucket("a\udc00"))
        .hasMessageStartingWith("a category must not hold half a surrogate pair");
  }
}
