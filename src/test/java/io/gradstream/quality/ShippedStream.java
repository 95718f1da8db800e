package io.gradstream.quality;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A stream that comes with the distribution, its features declared as its configuration has them.
 */
enum ShippedStream implements QualityStream {
  FLIGHTS(
      1,
      "bce_with_logits",
      """
      buckets: 32768
      features:
        - {field: distance, type: numeric, scale: robust}
        - {field: origin, type: categorical}
        - {field: destination, type: categorical}
        - {field: hour, type: categorical}
        - {field: weekday, type: categorical}
        - {field: timestamp, type: timestamp, parts: [hour, weekday, month], encoding: cyclic}
        - {cross: [origin, hour]}
        - {cross: [origin, destination]}
        - {cross: [timestamp.date]}
        - {cross: [timestamp.date, origin]}
        - {cross: [timestamp.date, timestamp.hour]}
        - {cross: [timestamp.date, destination]}
        - {cross: [destination, hour]}
      label: {field: delayed, type: binary}
      """),
  DIGITS(
      10,
      "cross_entropy",
      """
      features: {field: pixels, size: 64, scale: {type: standard, clip: 5}}
      label: {field: digit, type: class, classes: 10}
      """),
  DIABETES(
      1,
      "mse",
      """
      features:
        - {field: age, type: numeric, scale: {type: standard, clip: 5}}
        - {field: sex, type: categorical, buckets: 8}
        - {field: bmi, type: numeric, scale: {type: standard, clip: 5}}
        - {field: bp, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s1, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s2, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s3, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s4, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s5, type: numeric, scale: {type: standard, clip: 5}}
        - {field: s6, type: numeric, scale: {type: standard, clip: 5}}
      label: {field: progression, type: numeric}
      """);

  private final int outputs;
  private final String loss;
  private final String sample;

  ShippedStream(int outputs, String loss, String sample) {
    this.outputs = outputs;
    this.loss = loss;
    this.sample = sample;
  }

  @Override
  public int outputs() {
    return outputs;
  }

  @Override
  public String loss() {
    return loss;
  }

  @Override
  public String sample() {
    return sample;
  }

  @Override
  public List<String> rows() {
    Path file = Path.of("config", "data", label() + ".jsonl.gz");
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(file));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(packed, StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
