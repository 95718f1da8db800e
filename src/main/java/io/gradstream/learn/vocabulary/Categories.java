package io.gradstream.learn.vocabulary;

/**
 * The hashes of categories, 32 bits, as two float32 that hold them exactly: 1 + hash / 65536, hash
 * mod 65536. Zeros are none.
 */
final class Categories {
  /** The numbers of a category. */
  static final int PAIR = 2;

  private static final int HALF = 16;
  private static final int LOW = (1 << HALF) - 1;

  private Categories() {}

  static void put(float[] numbers, int at, int category) {
    numbers[at] = 1 + (category >>> HALF);
    numbers[at + 1] = category & LOW;
  }

  static boolean is(float[] numbers, int at, int category) {
    return numbers[at + 1] == (category & LOW) && numbers[at] == 1 + (category >>> HALF);
  }

  static boolean isNone(float[] numbers, int at) {
    return numbers[at] == 0;
  }

  static int get(float[] numbers, int at) {
    return ((int) numbers[at] - 1) << HALF | (int) numbers[at + 1];
  }
}
