package io.gradstream.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SplittableRandom;

/** Makes damaged inputs out of good ones: the same for the same seed. */
final class Mutator {
  private static final int MOST_CHANGES = 6;
  private static final int LONGEST_REPETITION = 200;

  /** What parsers stumble over. */
  private static final List<String> TOKENS =
      List.of(
          "\"",
          "\\",
          "\\u0000",
          "\\ud800",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "\n",
          "\r",
          "\t",
          "\0",
          "null",
          "true",
          "NaN",
          "Infinity",
          "-0",
          "1e999",
          "1e-999",
          "9223372036854775808",
          "-1",
          "0x10",
          "&a",
          "*a",
          "<<",
          "!!",
          "|",
          ">",
          "#",
          "%",
          "@",
          "${",
          "}",
          "---",
          "\uFEFF",
          "\u2028",
          "[[[[[[[[",
          "{{{{",
          "0.1",
          "''",
          "~",
          ";",
          "\u00e9",
          "\ud83d\ude00");

  private final SplittableRandom random;

  Mutator(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One of these inputs, changed in a few places. */
  byte[] mutated(List<byte[]> corpus) {
    byte[] input = any(corpus);
    int changes = 1 + random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      input = changed(input, corpus);
    }
    return input;
  }

  /** A number below a bound. */
  int next(int bound) {
    return random.nextInt(bound);
  }

  private byte[] any(List<byte[]> corpus) {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] changed(byte[] input, List<byte[]> corpus) {
    int at = random.nextInt(input.length + 1);
    int to = at + random.nextInt(input.length - at + 1);
    return switch (random.nextInt(8)) {
      case 0 -> replaced(input, at, Math.min(at + 1, input.length), anyBytes(1));
      case 1 -> replaced(input, at, at, anyBytes(1 + random.nextInt(8)));
      case 2 -> replaced(input, at, to, new byte[0]);
      case 3 -> replaced(input, at, at, repeated(input, at, to));
      case 4 -> replaced(input, at, input.length, new byte[0]);
      case 5 -> replaced(input, at, to, slice(any(corpus)));
      case 6 -> replaced(input, at, Math.min(at + 4, input.length), anyBytes(4));
      default -> replaced(input, at, at, TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8));
    };
  }

  private byte[] anyBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] slice(byte[] other) {
    int from = random.nextInt(other.length + 1);
    return replaced(new byte[0], 0, 0, other, from, from + random.nextInt(other.length - from + 1));
  }

  private byte[] repeated(byte[] input, int from, int to) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int times = 1 + random.nextInt(Math.max(1, LONGEST_REPETITION / Math.max(1, to - from)));
    for (int i = 0; i < times; i++) {
      all.write(input, from, to - from);
    }
    return all.toByteArray();
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    return replaced(input, from, to, by, 0, by.length);
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by, int first, int end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(input, 0, from);
    all.write(by, first, end - first);
    all.write(input, to, input.length - to);
    return all.toByteArray();
  }
}
