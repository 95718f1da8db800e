package io.gradstream.data;

import java.util.List;
import java.util.Map;

/**
 * The product of several numbers, one column: what a linear model needs to weigh one by another.
 *
 * @param product the fields' paths, at least two
 * @param scale how the product is scaled; not at all unless set
 * @param missing what becomes of a sample without one of the fields; a dead letter unless set
 */
public record Product(List<String> product, Scale scale, Missing missing)
    implements FeatureSettings {
  /** Checks the paths, and that there is a figure for the column if any is fixed. */
  public Product {
    product = List.copyOf(product);
    if (product.size() < 2) {
      throw new IllegalArgumentException("product must name at least two fields: " + product);
    }
    product.forEach(FieldPath::parse);
    scale.requireColumns(1);
  }

  /** A product that is not scaled, of fields that must be there. */
  public Product(List<String> product) {
    this(product, Scale.none(), Missing.DEAD_LETTER);
  }

  @Override
  public String field() {
    return "product(" + String.join(",", product) + ")";
  }

  @Override
  public Type type() {
    return Type.PRODUCT;
  }

  @Override
  public <R> R accept(FeatureVisitor<R> visitor) {
    return visitor.product(this);
  }

  @Override
  public List<String> combined() {
    return product;
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
    into.put("product", product);
    scale.describe(into);
  }
}
