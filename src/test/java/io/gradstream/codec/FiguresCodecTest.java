package io.gradstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.version.VersionFigures;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresCodecTest {
  private static final Instant TAKEN = Instant.parse("2026-11-22T15:10:58.911Z");
  private static final Map<String, Object> METRICS =
      Map.of("logLoss", 0.5, "window", Map.of("samples", 1000L, "logLoss", 0.25));

  private final FiguresCodec codec = new FiguresCodec();

  @Test
  void decode_ofWhatWasEncoded_isTheSame() {
    VersionFigures figures = figures(Optional.of(TAKEN.minusSeconds(1)), 0.75);

    assertThat(codec.decode(codec.encode(figures))).isEqualTo(figures);
  }

  @Test
  void encode_ofWhatIsNotKnown_leavesItOut() {
    VersionFigures figures = figures(Optional.empty(), Double.NaN);

    byte[] json = codec.encode(figures);

    assertThat(new String(json, UTF_8))
        .startsWith(
            """
            {"model":"late","version":3,"step":30,"samples":60,\
            "timestamp":"2026-11-22T15:10:58.911Z","learningRate":0.05,"rejected":7,"metrics":{""");
    assertThat(codec.decode(json).loss()).isNaN();
  }

  @Test
  void decode_ofWhatIsNone_isRefused() {
    for (String none : List.of("", "[]", "{}", "{\"model\": \"late\"", "3")) {
      assertThatThrownBy(() -> codec.decode(none.getBytes(UTF_8)))
          .isInstanceOf(MalformedContent.class);
    }
  }

  @Test
  void curves_leavePicturesOfTheWindowOutToo() {
    Map<String, Object> ofClasses = Map.of("rain", Map.of("recall", 0.5));
    Map<String, Object> metrics =
        Map.of(
            "accuracy",
            0.5,
            "classes",
            ofClasses,
            "window",
            Map.of("accuracy", 0.25, "classes", ofClasses));

    assertThat(VersionFigures.curves(metrics))
        .isEqualTo(Map.of("accuracy", 0.5, "window", Map.of("accuracy", 0.25)));
  }

  private static VersionFigures figures(Optional<Instant> newest, double loss) {
    return new VersionFigures("late", 3, 30, 60, TAKEN, newest, loss, 0.05, 7, METRICS);
  }
}
