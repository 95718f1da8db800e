package io.gradstream.app;

import io.gradstream.pipeline.file.SampleFile;
import io.gradstream.pipeline.file.SampleFileReader;
import io.gradstream.record.json.JsonFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bundled samples, a line each. */
final class Samples {
  private Samples() {}

  static List<String> flights() {
    return flights(1);
  }

  static List<String> flights(int times) {
    return lines("flights", times);
  }

  static List<String> digits() {
    return lines("digits", 1);
  }

  static List<String> diabetes() {
    return lines("diabetes", 1);
  }

  private static List<String> lines(String name, int times) {
    SampleFile file =
        SampleFile.of("config/data/" + name + ".jsonl.gz", new JsonFormat().framing());
    try (SampleFileReader reader = file.read(times)) {
      List<String> lines = new ArrayList<>();
      for (byte[] line = reader.next(); line != null; line = reader.next()) {
        lines.add(new String(line, StandardCharsets.UTF_8));
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
