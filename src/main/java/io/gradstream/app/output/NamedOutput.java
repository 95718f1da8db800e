package io.gradstream.app.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Function;

/**
 * An output whose failure is told by its name, once: what is written behind it is passed over. It
 * is told as an {@link OutputException}, which passes even a PrintStream, whereas that swallows an
 * IOException and leaves a command to end as if it had written all.
 */
public final class NamedOutput extends OutputStream {
  private final OutputStream out;
  private final Function<IOException, OutputException> naming;
  private boolean failed;

  /** The stream, with what tells its failures. */
  NamedOutput(OutputStream out, Function<IOException, OutputException> naming) {
    this.out = out;
    this.naming = naming;
  }

  @Override
  public void write(int single) {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (!failed) {
      orFail(() -> out.write(bytes, from, length));
    }
  }

  @Override
  public void close() {
    orFail(out::close);
  }

  private void orFail(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      failed = true;
      throw naming.apply(e);
    }
  }

  /** What may fail. */
  private interface Writing {
    void run() throws IOException;
  }
}
