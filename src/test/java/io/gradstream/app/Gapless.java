package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.version.ModelVersion;
import java.util.List;
import java.util.stream.LongStream;

/** Versions as consumers are promised them: from 1 up by one, none missing, none twice. */
final class Gapless {
  private Gapless() {}

  static void require(List<ModelVersion> versions) {
    assertThat(versions)
        .extracting(ModelVersion::version)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, versions.size()).boxed().toList());
  }
}
