package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.codec.JsonVersionCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.codec.VersionCodec;
import io.gradstream.version.ModelBlocks;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Offsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which topics a version's offsets are of, in every wire format. */
class TopicIdsTest {
  private static final String ID = "97zTzF3aTJKhWFq-b0_8Vg";
  private static final Offsets PLAIN = Offsets.none().with("departures", 0, 20_000);
  private static final Offsets NAMED = PLAIN.withTopicId("departures", ID);

  static List<VersionCodec> codecs() {
    return List.of(new JsonVersionCodec(), new SafetensorsVersionCodec());
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void decode_encodedWithIds_givesThemBack(VersionCodec codec) {
    assertThat(codec.decode(codec.encode(version(NAMED))).offsets()).isEqualTo(NAMED);
  }

  @ParameterizedTest
  @MethodSource("codecs")
  void encode_withoutIds_isWhatItWasBeforeThereWereAny(VersionCodec codec) {
    byte[] encoded = codec.encode(version(PLAIN));

    assertThat(new String(encoded, UTF_8)).doesNotContain("topicIds");
    assertThat(codec.decode(encoded).offsets()).isEqualTo(PLAIN);
  }

  @Test
  void encode_withIds_hasThemBesideTheOffsets() {
    assertThat(new String(new JsonVersionCodec().encode(version(NAMED)), UTF_8))
        .contains(
            "\"offsets\":{\"departures\":{\"0\":20000}},\"topicIds\":{\"departures\":\"%s\"}"
                .formatted(ID));
  }

  @Test
  void accept_manifest_hasThem() {
    VersionAssembler assembler = new VersionAssembler("m", new JsonVersionCodec()::decode);
    List<AssembledVersion> versions = new ArrayList<>();

    new BlockWriter("m")
        .write(
            version(NAMED),
            new ModelBlocks(true, List.of(), List.of()),
            (key, value) ->
                assembler
                    .accept(new String(key, UTF_8), value, OptionalLong.empty())
                    .ifPresent(versions::add));

    assertThat(versions).extracting(each -> each.head().offsets()).containsExactly(NAMED);
  }

  @Test
  void decode_idThatIsNoText_isRefused() {
    String encoded = new String(new JsonVersionCodec().encode(version(NAMED)), UTF_8);
    byte[] broken = encoded.replace('"' + ID + '"', "7").getBytes(UTF_8);

    assertThatThrownBy(() -> new JsonVersionCodec().decode(broken))
        .isInstanceOf(MalformedContent.class)
        .satisfies(
            failure ->
                assertThat(Objects.requireNonNull(failure.getMessage())).contains("departures"));
  }

  private static ModelVersion version(Offsets offsets) {
    return new ModelVersion(
        "m",
        1,
        0,
        0,
        Instant.EPOCH,
        "",
        offsets,
        Map.of(),
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }
}
