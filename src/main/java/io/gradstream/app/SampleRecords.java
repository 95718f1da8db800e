package io.gradstream.app;

import io.gradstream.app.replay.SampleOptions;
import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.pipeline.file.SampleFileReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The samples that something is measured with: the first of a file, or such as fit the schema. */
final class SampleRecords {
  private static final int RECORDS = 20_000;

  @Option(
      names = "--input",
      paramLabel = "SAMPLES",
      description = "samples to measure with; made up if there are none")
  private @Nullable String input;

  /**
   * Reads them into memory.
   *
   * @throws UsageException if there is no batch of them
   */
  List<byte[]> of(Settings settings, InputFormat format) throws IOException {
    if (input == null) {
      format.requireMadeUp();
      if (settings.perKey().isPresent()) {
        throw new UsageException("--input must be given where perKey has a model for each key");
      }
      return new SyntheticSamples(settings.sample()).records(RECORDS);
    }
    List<byte[]> records = new ArrayList<>();
    try (SampleFileReader lines = SampleOptions.file(input, format.labelled()).read(1)) {
      byte[] line = lines.next();
      while (line != null && records.size() < RECORDS) {
        records.add(line);
        line = lines.next();
      }
    }
    if (records.size() < settings.batch().capacity()) {
      throw new UsageException(
          "--input must have at least a batch of %d samples: %d"
              .formatted(settings.batch().capacity(), records.size()));
    }
    return records;
  }
}
