package io.gradstream.data.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateFormatTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d/M/yyyy | 30/2/2026",
        "d/M/yyyy | 31/4/2026",
        "d/M/yyyy | 29/2/2026",
        "d/M/yy | 31/6/26",
        "d MMM uuuu | 31 Sep 2026",
        "d/M/yyyy G | 29/2/2026 AD",
        "dd/MM/yyyy HH:mm | 31/02/2026 00:00",
        "dd/MM/yyyy HH:mm | 31/04/2026 24:00",
        "dd/MM/yyyy HH:mm xxx | 31/04/2026 08:00 +02:00",
        "yyyy-DDD | 2026-366",
        "YYYY-'W'ww-e | 2026-W53-1",
        "d/M/yyyy | 32/4/2026",
        "EEE d/M/yyyy | Mon 27/2/2026"
      })
  void parse_dayThatIsNotThere_isRefused(String pattern, String text) {
    assertThat(parse(new DateFormat(pattern), text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "d/M/yyyy | 29/2/2024 | 2024-02-29T00:00",
        "d/M/yy | 30/4/26 | 2026-04-30T00:00",
        "d/M/yyyy G | 29/2/2024 AD | 2024-02-29T00:00",
        "d/M/yyyy HH:mm | 30/4/2026 24:00 | 2026-05-01T00:00",
        "d/M/yyyy kk:mm | 30/4/2026 24:00 | 2026-04-30T00:00",
        "d/M/yyyy h:mm a | 30/4/2026 0:15 pm | 2026-04-30T12:15",
        "d/M/yyyy a | 30/4/2026 PM | 2026-04-30T18:00",
        "d/M/yyyy HH:mm xxx | 1/5/2026 00:30 +02:00 | 2026-04-30T22:30",
        "MMM yyyy | feb 2026 | 2026-02-01T00:00",
        "yyyy-DDD | 2024-366 | 2024-12-31T00:00",
        "YYYY-'W'ww-e | 2026-W52-1 | 2026-12-20T00:00",
        "EEE d/M/yyyy | Fri 27/2/2026 | 2026-02-27T00:00"
      })
  void parse_dayThatIsThere_isItsMoment(String pattern, String text, LocalDateTime moment) {
    DateFormat format = new DateFormat(pattern);

    assertThat(parse(format, text)).isTrue();
    assertThat(format.second()).isEqualTo(moment.toEpochSecond(ZoneOffset.UTC));
  }

  private static boolean parse(DateFormat format, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return format.parse(utf8, 0, utf8.length);
  }
}
