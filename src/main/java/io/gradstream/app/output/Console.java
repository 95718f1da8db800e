package io.gradstream.app.output;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go.
 *
 * @param out results, for people and pipes; a result that cannot be written is an {@link
 *     OutputException} of whoever prints it
 * @param err all that is said beside them
 */
public record Console(PrintStream out, PrintStream err) {
  /** The process's own streams; in UTF-8 whatever the locale, for results are JSON. */
  public static Console standard() {
    OutputStream out =
        new NamedOutput(
            new FileOutputStream(FileDescriptor.out),
            failure -> new OutputException("standard output", failure));
    return new Console(new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
  }

  /** Where results go as bytes; closed, it stays open for others. */
  OutputStream results() {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        flush();
      }
    };
  }

  /** The same for people alone, where the results are a file's content. */
  public Console besideResults() {
    return new Console(err, err);
  }
}
