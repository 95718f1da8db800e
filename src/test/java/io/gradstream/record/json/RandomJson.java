package io.gradstream.record.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Seeded samples of {@code {"a": number, "b": category, "p": {"c": [3 numbers]}, "y": 0 or 1}}. */
final class RandomJson {
  private static final String[] NAMES = {
    "z", "A", "aa", "p.c", "é", "", "\"", "payload_of_a_long_name"
  };

  private final Random random;
  private final boolean plain;

  RandomJson(long seed) {
    this(seed, false);
  }

  private RandomJson(long seed, boolean plain) {
    this.random = new Random(seed);
    this.plain = plain;
  }

  /** Samples without escapes, characters beyond ASCII, and numbers of more than 18 digits. */
  static RandomJson plain(long seed) {
    return new RandomJson(seed, true);
  }

  /** An object with all fields, some twice, in any order, among fields nobody asked for. */
  String sample() {
    List<String> entries = new ArrayList<>();
    entries.add(entry("a", number()));
    entries.add(entry("b", category()));
    entries.add(entry("p", object(List.of(entry("c", array(3)), stray(1)))));
    entries.add(entry("y", random.nextBoolean() ? "1" : "false"));
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.add(stray(3));
    }
    for (int i = random.nextInt(2); i > 0; i--) {
      entries.add(entry("a", number()));
      entries.add(entry("b", category()));
    }
    return space() + object(entries) + space();
  }

  private String stray(int depth) {
    return entry(plain ? "z" : NAMES[random.nextInt(NAMES.length)], value(depth));
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> number();
      case 1 -> "null";
      case 2 -> "true";
      case 3, 4 -> string();
      case 5 -> object(List.of(stray(depth - 1), entry("a", value(depth - 1))));
      default -> "[" + value(depth - 1) + space() + "," + value(depth - 1) + "]";
    };
  }

  private String number() {
    return switch (random.nextInt(5)) {
      case 0 -> Integer.toString(random.nextInt());
      case 1, 3 -> plain ? Double.toString(random.nextDouble()) : longNumber();
      case 2 -> Double.toString(random.nextGaussian());
      default -> Float.toString(Float.MAX_VALUE * random.nextFloat());
    };
  }

  private String longNumber() {
    return switch (random.nextInt(2)) {
      case 0 -> Long.toString(random.nextLong());
      default -> random.nextInt(100) + "." + random.nextInt(10) + "e-" + random.nextInt(50);
    };
  }

  private String array(int size) {
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      numbers.add(space() + number() + space());
    }
    return "[" + String.join(",", numbers) + "]";
  }

  private String category() {
    return switch (random.nextInt(4)) {
      case 0 -> Integer.toString(random.nextInt());
      case 1 -> "false";
      default -> string();
    };
  }

  private String string() {
    StringBuilder string = new StringBuilder("\"");
    for (int i = random.nextInt(20); i > 0; i--) {
      switch (plain ? 5 : random.nextInt(6)) {
        case 0 -> string.append("\\n");
        case 1 -> string.append("\\u%04X".formatted(0x20 + random.nextInt(0xD000)));
        case 2 -> string.append("\\ud83d\\ude00");
        case 3 -> string.appendCodePoint(0x10000 + random.nextInt(0x1000));
        case 4 -> string.append((char) (0xA0 + random.nextInt(0x2000)));
        default -> string.append((char) ('a' + random.nextInt(26)));
      }
    }
    return string.append('"').toString();
  }

  private String object(List<String> entries) {
    List<String> shuffled = new ArrayList<>(entries);
    Collections.shuffle(shuffled, random);
    return "{" + space() + String.join(space() + ",", shuffled) + "}";
  }

  private String entry(String name, String value) {
    return space() + quoted(name) + space() + ":" + space() + value;
  }

  private String quoted(String name) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : name.toCharArray()) {
      boolean escaped = !plain && (c == '"' || random.nextInt(10) == 0);
      quoted.append(escaped ? "\\u%04x".formatted((int) c) : String.valueOf(c));
    }
    return quoted.append('"').toString();
  }

  private String space() {
    return " \t\r\n".substring(random.nextInt(5)).repeat(random.nextInt(2));
  }
}
