package io.gradstream.codec.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The key of a block's record: {@code model/set/number}.
 *
 * @param set the name of the parameter, nothing for a part of a checkpoint, or for a patch what
 *     {@link #patchesOf} its parameter gives
 * @param number counted from 0, below 2^28
 */
record BlockKey(String set, int number) {
  /** Numbers are below. */
  static final int MOST = 1 << 28;

  private static final String PATCH = "patch/";

  /** Whether it is of a part of a checkpoint. */
  boolean isPart() {
    return set.isEmpty();
  }

  /** Whether it is of a patch. */
  boolean isPatch() {
    return isPatch(set);
  }

  /** The same of what a key has for a set. */
  static boolean isPatch(String set) {
    return set.startsWith(PATCH);
  }

  /** What the keys of patches to a set have instead of it. */
  static String patchesOf(String set) {
    return PATCH + set;
  }

  /** The key as bytes. */
  static byte[] bytes(String model, String set, int number) {
    return (model + '/' + set + '/' + number).getBytes(UTF_8);
  }

  /** The key of a block of this model, null if it is none. */
  static @Nullable BlockKey of(String model, String key) {
    int last = key.lastIndexOf('/');
    boolean ours =
        last > model.length() && key.startsWith(model) && key.charAt(model.length()) == '/';
    int number = ours ? number(key, last + 1) : -1;
    return number < 0 ? null : new BlockKey(key.substring(model.length() + 1, last), number);
  }

  private static int number(String key, int from) {
    int number = from == key.length() ? -1 : 0;
    for (int i = from; i < key.length() && number >= 0; i++) {
      int digit = key.charAt(i) - '0';
      boolean fits = digit >= 0 && digit <= 9 && number < MOST;
      number = fits ? 10 * number + digit : -1;
    }
    return number < MOST ? number : -1;
  }
}
