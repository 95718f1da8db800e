package io.gradstream.data.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {
  private final DecimalText decimal = new DecimalText();

  @ParameterizedTest
  @CsvSource({
    "17, 17",
    "17.0, 17",
    "1.7e1, 17",
    "170E-1, 17",
    "+17, 17",
    "0017, 17",
    "-0.0, 0",
    "0e5, 0",
    ".5, 0.5",
    "5., 5",
    "-1.50, -1.5",
    "12.034e1, 120.34",
    "9007199254740993, 9007199254740993",
    "123456789012345678901, 123456789012345678901",
    "1e20, 100000000000000000000",
    "1e21, 1e+21",
    "1234567890123456789012, 1.234567890123456789012e+21",
    "0.000001, 0.000001",
    "0.00000123, 0.00000123",
    "0.0000001, 1e-7",
    "12.5e-9, 1.25e-8",
    "-3e-400, -3e-400"
  })
  void append_number_isItsOneText(String written, String text) {
    assertThat(text(written)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", ".", "1e", "1e+", "0x1F", "1.2.3", "1,5", "NaN", "12 ", "1e12345678901"})
  void append_anythingElse_isRefused(String written) {
    assertThat(text(written)).isEqualTo("refused");
  }

  /** Two numbers have one text exactly if they are equal. */
  @Test
  void append_randomNotations_areOneTextIfEqual() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      BigDecimal number =
          new BigDecimal(random.nextInt(2000) - 1000).scaleByPowerOfTen(random.nextInt(40) - 20);
      String plain = number.toPlainString();
      String shifted = number.unscaledValue() + "00e" + (-number.scale() - 2);

      assertThat(text(shifted)).isEqualTo(text(plain));
      assertThat(new BigDecimal(text(plain))).isEqualByComparingTo(number);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "17, true",
    "-5, true",
    "0, true",
    "017, false",
    "-0, false",
    "1.5, false",
    "-, false"
  })
  void isPlain_digitsThatAreTheirOwnText(String written, boolean plain) {
    byte[] utf8 = ("~" + written).getBytes(StandardCharsets.UTF_8);

    assertThat(DecimalText.isPlain(utf8, 1, utf8.length - 1)).isEqualTo(plain);
  }

  private String text(String written) {
    byte[] utf8 = ("~" + written).getBytes(StandardCharsets.UTF_8);
    TextBuffer into = new TextBuffer();
    return decimal.append(utf8, 1, utf8.length - 1, into)
        ? new String(into.bytes(), 0, into.length(), StandardCharsets.UTF_8)
        : "refused";
  }
}
