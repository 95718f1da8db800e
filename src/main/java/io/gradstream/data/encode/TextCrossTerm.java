package io.gradstream.data.encode;

import io.gradstream.data.RejectedSample;
import io.gradstream.data.text.TextBuffer;

/** Keeps the text of a field for the crosses it is part of. */
final class TextCrossTerm extends FieldEncoder implements CrossTerm {
  private final CategoryText text;
  private final TextBuffer kept = new TextBuffer();

  /** Keeps these texts, one at a time. */
  TextCrossTerm(CategoryText text) {
    this.text = text;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    text.read(value);
    kept.clear();
    kept.append(text.utf8(), text.offset(), text.length());
  }

  @Override
  public void appendTo(TextBuffer cross, int index) {
    cross.append(kept.bytes(), 0, kept.length());
  }
}
