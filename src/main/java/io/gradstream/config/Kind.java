package io.gradstream.config;

import java.util.regex.Pattern;

/** What YAML takes an unquoted text for, by the core schema of YAML 1.2 (section 10.3.2). */
public enum Kind {
  /** No value: nothing written, {@code null} or {@code ~}. */
  NOTHING("|~|null|Null|NULL"),
  /** {@code true} or {@code false}. */
  TRUTH("true|True|TRUE|false|False|FALSE"),
  /** A number without a fraction. */
  WHOLE("[-+]?[0-9]+"),
  /** A number with a fraction or an exponent. */
  DECIMAL("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
  /** Anything else. */
  TEXT(".*");

  private final Pattern pattern;

  Kind(String pattern) {
    this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
  }

  static Kind of(String plain) {
    for (Kind kind : values()) {
      if (kind.pattern.matcher(plain).matches()) {
        return kind;
      }
    }
    return TEXT;
  }

  boolean isNumber() {
    return this == WHOLE || this == DECIMAL;
  }
}
