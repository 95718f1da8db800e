package io.gradstream.data.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one text that all notations of a number share: of 17, 17.0 and 1.7e1 it is {@code 17}.
 *
 * <p>It is what JavaScript's {@code Number.prototype.toString} gives (ECMA-262, section
 * 6.1.6.1.20), but from all the digits that are written, so that whole numbers of any length stay
 * apart: no leading zeros, no zeros behind the fraction, no plus, minus zero as 0, and an exponent
 * from 1e21 on and below 1e-6. Not thread-safe.
 */
public final class DecimalText {
  private static final int MOST_WHOLE_DIGITS = 21;
  private static final int MOST_LEADING_ZEROS = 6;
  private static final int MOST_EXPONENT_DIGITS = 9;

  private byte[] text = {};
  private int at;
  private int end;
  private byte[] digits = new byte[32];
  private int count;
  private int scale;

  /** Whether a number is written so already: some digits alone, as nearly all are. */
  public static boolean isPlain(byte[] utf8, int offset, int length) {
    int first = length > 0 && utf8[offset] == '-' ? 1 : 0;
    int count = length - first;
    if (count == 0 || count > MOST_WHOLE_DIGITS || (utf8[offset + first] == '0' && length > 1)) {
      return false;
    }
    for (int i = first; i < length; i++) {
      if (!isDigit(utf8[offset + i])) {
        return false;
      }
    }
    return true;
  }

  /** The one text of a word that is a number in any notation; any other word as it is. */
  public byte[] canonical(String word) {
    byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
    TextBuffer number = new TextBuffer();
    return append(utf8, 0, utf8.length, number)
        ? Arrays.copyOf(number.bytes(), number.length())
        : utf8;
  }

  /**
   * Checks that no two words are the same, as texts or as numbers.
   *
   * @throws IllegalArgumentException if two are, beginning with their key
   */
  public static void requireDifferent(String key, List<String> words) {
    DecimalText decimal = new DecimalText();
    Set<ByteBuffer> texts = new HashSet<>();
    words.forEach(word -> texts.add(ByteBuffer.wrap(decimal.canonical(word))));
    if (texts.size() < words.size()) {
      throw new IllegalArgumentException(key + " must differ, as texts and as numbers: " + words);
    }
  }

  /**
   * Appends the text of a number.
   *
   * @return false if these bytes are no decimal number, or its exponent has more than nine digits;
   *     nothing is appended then
   */
  public boolean append(byte[] utf8, int offset, int length, TextBuffer into) {
    text = utf8;
    at = offset;
    end = offset + length;
    boolean negative = isNext('-');
    if (!negative) {
      isNext('+');
    }
    if (!readDigits() || !readExponent() || at != end) {
      return false;
    }
    write(negative, into);
    return true;
  }

  /** Takes the significant digits: the number is 0.DIGITS times ten to the {@code scale}. */
  private boolean readDigits() {
    count = 0;
    scale = 0;
    int first = at;
    boolean pointed = false;
    while (at < end && (isDigit(text[at]) || (text[at] == '.' && !pointed))) {
      if (text[at] == '.') {
        pointed = true;
      } else {
        addDigit(text[at], pointed);
      }
      at++;
    }
    while (count > 0 && digits[count - 1] == '0') {
      count--;
    }
    return at - first > (pointed ? 1 : 0);
  }

  /** Adds a digit, unless it is a zero before all others. */
  private void addDigit(byte digit, boolean pointed) {
    if (count == 0 && digit == '0') {
      scale -= pointed ? 1 : 0;
      return;
    }
    if (count == digits.length) {
      digits = Arrays.copyOf(digits, 2 * count);
    }
    digits[count++] = digit;
    scale += pointed ? 0 : 1;
  }

  private boolean readExponent() {
    if (at == end || (text[at] != 'e' && text[at] != 'E')) {
      return true;
    }
    at++;
    boolean down = isNext('-');
    if (!down) {
      isNext('+');
    }
    int first = at;
    int exponent = 0;
    while (at < end && isDigit(text[at]) && at - first < MOST_EXPONENT_DIGITS) {
      exponent = 10 * exponent + text[at++] - '0';
    }
    scale += down ? -exponent : exponent;
    return at > first;
  }

  private void write(boolean negative, TextBuffer into) {
    if (count == 0) {
      into.append((byte) '0');
      return;
    }
    if (negative) {
      into.append((byte) '-');
    }
    if (scale > MOST_WHOLE_DIGITS || scale <= -MOST_LEADING_ZEROS) {
      writeExponential(into);
    } else if (scale > 0) {
      into.append(digits, 0, Math.min(count, scale));
      zeros(scale - count, into);
      fraction(scale, into);
    } else {
      into.append((byte) '0');
      into.append((byte) '.');
      zeros(-scale, into);
      into.append(digits, 0, count);
    }
  }

  private void writeExponential(TextBuffer into) {
    into.append(digits, 0, 1);
    fraction(1, into);
    into.append((byte) 'e');
    into.append((byte) (scale > 0 ? '+' : '-'));
    into.appendNumber(Math.abs(scale - 1));
  }

  private void fraction(int from, TextBuffer into) {
    if (count > from) {
      into.append((byte) '.');
      into.append(digits, from, count - from);
    }
  }

  private static void zeros(int count, TextBuffer into) {
    for (int i = 0; i < count; i++) {
      into.append((byte) '0');
    }
  }

  private boolean isNext(char c) {
    if (at < end && text[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }
}
