package io.gradstream.app;

import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.learn.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Models as files. */
final class Exports {
  private Exports() {}

  /** Writes the whole file or none of it. */
  static void write(ModelVersion version, Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".part");
    Files.write(beside, new SafetensorsVersionCodec().encode(version));
    Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
