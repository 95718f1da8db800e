package io.gradstream.data;

import org.jspecify.annotations.Nullable;

/** Keeps the text of a field for the crosses it is part of, beside what else reads the field. */
final class KeptText extends FieldEncoder implements TextPart {
  private final String field;
  private final @Nullable FieldEncoder beside;
  private final TextBuffer text = new TextBuffer();

  /** Keeps the text of {@code field}, which {@code beside}, if there is one, reads too. */
  KeptText(String field, @Nullable FieldEncoder beside) {
    this.field = field;
    this.beside = beside;
  }

  @Override
  void read(FieldValue value, double[] dense, int start) throws RejectedSample {
    if (beside != null) {
      beside.read(value, dense, start);
    }
    CategoryText.require(field, value);
    byte[] utf8 = value.utf8();
    int length = CategoryText.length(field, value);
    text.clear();
    text.append(utf8, value.utf8Offset(), length);
  }

  @Override
  public void appendTo(TextBuffer cross) {
    cross.append(text.bytes(), 0, text.length());
  }
}
