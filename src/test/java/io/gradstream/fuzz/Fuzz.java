package io.gradstream.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Gives a target damaged inputs, one for each seed. Whatever it makes of them, it says so in one
 * line by an exception of the kinds that are expected, within bounds of time and memory.
 *
 * <p>How many is {@code -Dfuzz.inputs}; {@code -Dfuzz.seed} has that one alone.
 */
final class Fuzz {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 500);
  private static final long ONLY = Long.getLong("fuzz.seed", -1);
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final long FREE_BYTES = 64 << 20;
  private static final long BYTES_PER_BYTE = 2_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final List<byte[]> corpus;
  private final Set<Class<? extends Exception>> expected;

  /** What is under test. */
  interface Target {
    void accept(byte[] input) throws Exception;
  }

  private Fuzz(List<byte[]> corpus, Set<Class<? extends Exception>> expected) {
    this.corpus = corpus;
    this.expected = expected;
  }

  /** Inputs like these, which may cost exceptions of these kinds. */
  static Fuzz of(List<byte[]> corpus, Set<Class<? extends Exception>> expected) {
    return new Fuzz(corpus, expected);
  }

  /** Tries all inputs. */
  void run(Target target) {
    long first = ONLY < 0 ? 0 : ONLY;
    long end = ONLY < 0 ? INPUTS : ONLY + 1;
    for (long seed = first; seed < end; seed++) {
      run(seed, target);
    }
  }

  private void run(long seed, Target target) {
    byte[] input = new Mutator(seed).mutated(corpus);
    long beganNs = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.accept(input);
    } catch (Exception thrown) {
      requireExpected(thrown, seed, input);
    } catch (Error fatal) {
      throw failure("it ends with " + fatal, seed, input, fatal);
    }
    long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (bytes > FREE_BYTES + BYTES_PER_BYTE * input.length) {
      throw failure("it takes %,d bytes".formatted(bytes), seed, input, null);
    }
    if (System.nanoTime() - beganNs > LONGEST.toNanos()) {
      throw failure("it takes longer than " + LONGEST, seed, input, null);
    }
  }

  private void requireExpected(Exception thrown, long seed, byte[] input) {
    if (expected.stream().noneMatch(kind -> kind.isInstance(thrown))) {
      throw failure("it is answered by " + thrown, seed, input, thrown);
    }
    String message = thrown.getMessage();
    if (message == null || message.isBlank() || !message.lines().skip(1).toList().isEmpty()) {
      throw failure("it is told in other than one line: " + message, seed, input, thrown);
    }
  }

  private static AssertionError failure(String what, long seed, byte[] input, Throwable cause) {
    return new AssertionError(
        "-Dfuzz.seed=%d, %d bytes: %s: %s"
            .formatted(seed, input.length, what, new String(input, ISO_8859_1)),
        cause);
  }
}
