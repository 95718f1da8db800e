package io.gradstream.app.replay;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.kafka.input.InputSettings;
import io.gradstream.pipeline.SampleSource;
import io.gradstream.pipeline.file.FileSampleSource;
import io.gradstream.pipeline.file.MergedFileSource;
import io.gradstream.pipeline.file.SampleFile;
import java.util.List;
import java.util.Optional;

/**
 * The files that a run learns from.
 *
 * @param files in the order in which they are given
 * @param source their samples; may be read as often as the files can
 * @param format of the samples: what of it is known from the files alone, as a header's names, no
 *     other knows
 */
record SampleFiles(List<SampleFile> files, SampleSource source, InputFormat format) {
  /**
   * The files of a command line.
   *
   * @throws UsageException if there is none of the name, or what is wanted does not go together
   */
  static SampleFiles of(Settings settings, SampleOptions samples) {
    InputFormat format = InputFormat.ofWholeSamples(settings);
    List<SampleFile> files =
        samples.files(samples.time().map(format::labelledWith).orElseGet(format::labelled));
    SampleSource source = source(files, samples, format, settings.input().order());
    return new SampleFiles(files, source, format);
  }

  /** The files as partitions, in the order that they would have in a topic. */
  private static SampleSource source(
      List<SampleFile> files,
      SampleOptions samples,
      InputFormat format,
      InputSettings.Order order) {
    Optional<String> time = samples.time();
    if (time.isPresent()) {
      return new MergedFileSource(files, samples.repeat(), () -> format.eventTime(time.get()));
    }
    if (files.size() > 1 && order == InputSettings.Order.TIMESTAMP) {
      throw new UsageException(
          "--time must name the field that says when a sample happened: input.order is timestamp,"
              + " and there are several files");
    }
    return FileSampleSource.of(files, samples.repeat());
  }
}
