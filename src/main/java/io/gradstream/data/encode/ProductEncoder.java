package io.gradstream.data.encode;

import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;

/** The product of several numbers, in one dense column. */
final class ProductEncoder implements RowWriter {
  private final String name;
  private final NumberTerm[] factors;
  private final int column;

  ProductEncoder(String name, NumberTerm[] factors, int column) {
    this.name = name;
    this.factors = factors;
    this.column = column;
  }

  @Override
  public void write(MiniBatch batch) throws RejectedSample {
    double product = 1;
    for (NumberTerm factor : factors) {
      product *= factor.number();
    }
    if (!Float.isFinite((float) product)) {
      throw new RejectedSample(name + " must be finite in float32: " + product);
    }
    batch.features()[batch.rows() * batch.denseColumns() + column] = product;
  }
}
