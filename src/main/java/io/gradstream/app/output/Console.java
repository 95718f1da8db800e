package io.gradstream.app.output;

import io.gradstream.settings.Secrets;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Where a command's words go. What its configuration has told in confidence passes {@link #err} as
 * little as {@link #masked}, whoever says it; {@link #out} takes results, which are made of samples
 * and models alone.
 */
public final class Console {
  private static final int USUAL_COLUMNS = 80;

  private final PrintStream out;
  private final PrintStream err;
  private final Concealment concealment;
  private final Optional<LivePanel> panel;

  /** A console of these streams, none of which is a terminal. */
  public Console(PrintStream out, OutputStream err) {
    this(out, err, Optional.empty());
  }

  private Console(PrintStream out, OutputStream err, Optional<LivePanel> panel) {
    this.out = out;
    this.concealment = new Concealment();
    this.panel = panel;
    // Without autoflush, which would cut lines into pieces that hide what is in them.
    this.err =
        new PrintStream(new MaskedOutput(err, concealment::masked), false, StandardCharsets.UTF_8);
  }

  private Console(Console other) {
    this.out = other.err;
    this.err = other.err;
    this.concealment = other.concealment;
    this.panel = other.panel;
  }

  /** A console whose {@link #err} is a terminal. */
  static Console ofTerminal(PrintStream out, OutputStream err, int columns) {
    LivePanel panel = new LivePanel(err, columns);
    return new Console(out, panel, Optional.of(panel));
  }

  /** The process's own streams; in UTF-8 whatever the locale, for results are JSON. */
  public static Console standard() {
    OutputStream out =
        new NamedOutput(
            new FileOutputStream(FileDescriptor.out),
            failure -> new OutputException("standard output", failure));
    PrintStream results = new PrintStream(out, true, StandardCharsets.UTF_8);
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    // What starts us knows; Java tells apart only whether standard input is one, and not always.
    return Boolean.getBoolean("gradstream.terminal")
        ? ofTerminal(results, err, Integer.getInteger("gradstream.columns", USUAL_COLUMNS))
        : new Console(results, err);
  }

  /** Whether {@link #show} shows anything. */
  public boolean isTerminal() {
    return panel.isPresent();
  }

  /** Shows lines that stand still at a terminal's end, in place of those before; none for none. */
  public void show(List<String> lines) {
    if (panel.isPresent()) {
      try {
        panel.get().show(lines.stream().map(this::masked).toList());
      } catch (IOException gone) {
        // Nobody looks any more; what has to be said is said by lines, which tell.
      }
    }
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
    return new Console(this);
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
