package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.NumberNotation;
import java.util.List;

/** A label that is one of the words that the settings name: the target is the word's index. */
final class WordEncoder extends FieldEncoder {
  private static final int MOST_SHOWN = 10;

  private final String field;
  private final CategoryText text;
  private final LabelWords words;
  private final String choice;

  WordEncoder(String field, List<String> words) {
    this.field = field;
    this.text = new CategoryText(field, NumberNotation.AS_WRITTEN);
    this.words = new LabelWords(words);
    this.choice =
        String.join(", ", words.subList(0, Math.min(MOST_SHOWN, words.size())))
            + (words.size() > MOST_SHOWN ? ", ..." : "");
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    int index = words.indexOf(text);
    if (index < 0) {
      throw new RejectedSample(field + " must be one of " + choice + ": " + value.shown());
    }
    dense[start] = index;
  }
}
