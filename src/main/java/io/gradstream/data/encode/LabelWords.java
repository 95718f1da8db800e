package io.gradstream.data.encode;

import io.gradstream.data.text.CategoryHash;
import io.gradstream.data.text.DecimalText;
import io.gradstream.data.text.TextBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Which of the words of a label a text is, found by hashing. A word that is a number is any
 * notation of it. Not thread-safe; finding allocates nothing.
 */
final class LabelWords {
  private static final int NONE = -1;

  private final byte[][] words;
  private final int[] table;
  private final CategoryHash hash;
  private final DecimalText decimal = new DecimalText();
  private final TextBuffer canonical = new TextBuffer();

  /** The words that a configuration names. */
  LabelWords(List<String> words) {
    int places = Integer.highestOneBit(2 * words.size()) << 1;
    this.hash = CategoryHash.own(places);
    this.words = words.stream().map(decimal::canonical).toArray(byte[][]::new);
    this.table = new int[places];
    Arrays.fill(table, NONE);
    for (int word = 0; word < this.words.length; word++) {
      byte[] utf8 = this.words[word];
      int at = find(utf8, 0, utf8.length);
      if (table[at] != NONE) {
        throw new IllegalArgumentException("words must differ, as texts and as numbers: " + words);
      }
      table[at] = word;
    }
  }

  /** The index of a text's word, negative if it is none of them. */
  int indexOf(CategoryText text) {
    canonical.clear();
    boolean number = decimal.append(text.utf8(), text.offset(), text.length(), canonical);
    return number
        ? table[find(canonical.bytes(), 0, canonical.length())]
        : table[find(text.utf8(), text.offset(), text.length())];
  }

  /** Where the word of these bytes is in the table, or would be. */
  private int find(byte[] utf8, int offset, int length) {
    int at = hash.bucket(utf8, offset, length);
    while (table[at] != NONE && !isWord(words[table[at]], utf8, offset, length)) {
      at = (at + 1) & (table.length - 1);
    }
    return at;
  }

  private static boolean isWord(byte[] word, byte[] utf8, int offset, int length) {
    return Arrays.equals(word, 0, word.length, utf8, offset, offset + length);
  }
}
