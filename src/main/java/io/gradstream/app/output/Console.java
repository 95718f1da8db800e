package io.gradstream.app.output;

import io.gradstream.settings.Secrets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where a command's words go. What its configuration has told in confidence passes {@link #err} as
 * little as {@link #masked}, whoever says it; {@link #out} takes results, which are made of samples
 * and models alone.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final Concealment concealment = new Concealment();

  /** A console of these streams. */
  public Console(PrintStream out, OutputStream err) {
    this.out = out;
    // Without autoflush, which would cut lines into pieces that hide what is in them.
    this.err =
        new PrintStream(new MaskedOutput(err, concealment::masked), false, StandardCharsets.UTF_8);
  }

  private Console(PrintStream both) {
    this.out = both;
    this.err = both;
  }

  /** The process's own streams; in UTF-8 whatever the locale, for results are JSON. */
  public static Console standard() {
    OutputStream out =
        new NamedOutput(
            new FileOutputStream(FileDescriptor.out),
            failure -> new OutputException("standard output", failure));
    return new Console(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new FileOutputStream(FileDescriptor.err));
  }

  /**
   * Results, for people and pipes; a result that cannot be written is an {@link OutputException} of
   * whoever prints it.
   */
  public PrintStream out() {
    return out;
  }

  /** All that is said beside them, by lines. */
  public PrintStream err() {
    return err;
  }

  /** From here on these are not said. */
  public void conceal(Secrets more) {
    concealment.add(more);
  }

  /** The text without what must not be said. */
  public String masked(String text) {
    return concealment.masked(text);
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
    return new Console(err);
  }

  /** What must not be said. */
  private static final class Concealment {
    private volatile Secrets known = Secrets.none();

    synchronized void add(Secrets more) {
      known = known.and(more);
    }

    String masked(String text) {
      return known.mask(text);
    }
  }
}
