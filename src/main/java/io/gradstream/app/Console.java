package io.gradstream.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go.
 *
 * @param out results, for people and pipes
 * @param err all that is said beside them
 */
record Console(PrintStream out, PrintStream err) {
  /** The process's own streams; in UTF-8 whatever the locale, for results are JSON. */
  static Console standard() {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    return new Console(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
  }
}
