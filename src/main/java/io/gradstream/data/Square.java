package io.gradstream.data;

import java.util.List;
import java.util.Map;

/**
 * The square of a number, one column: its product with itself.
 *
 * @param square the field's path
 * @param scale how the square is scaled; not at all unless set
 * @param missing what becomes of a sample without the field; a dead letter unless set
 */
public record Square(String square, Scale scale, Missing missing) implements FeatureSettings {
  /** Checks the path, and that there is a figure for the column if any is fixed. */
  public Square {
    FieldPath.parse(square);
    scale.requireColumns(1);
  }

  /** A square that is not scaled, of a field that must be there. */
  public Square(String square) {
    this(square, Scale.none(), Missing.DEAD_LETTER);
  }

  @Override
  public String field() {
    return "square(" + square + ")";
  }

  @Override
  public Type type() {
    return Type.SQUARE;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.product(new Product(combined(), scale, missing));
  }

  @Override
  public List<String> combined() {
    return List.of(square, square);
  }

  @Override
  public int columns() {
    return 1;
  }

  @Override
  public boolean fillsMean() {
    return missing.isFilled();
  }

  @Override
  public void describe(Map<String, Object> into) {
    into.put("square", square);
    scale.describe(into);
  }
}
