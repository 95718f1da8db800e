package io.gradstream.autograd;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that learns: gradients accumulate here until {@link #zeroGrad}, and an optimizer changes
 * the value in place. Its module names it as PyTorch's {@code state_dict} does.
 *
 * <p>A sparse parameter is one of many rows of which a batch touches few. It knows which, so that
 * zeroing, clipping and an optimizer's step cost what was touched and not what there is: they go
 * over its {@linkplain #stretches stretches}.
 */
public final class Parameter extends Variable {
  private final @Nullable RowSet touched;
  private final boolean transposed;
  private String name;

  /** A parameter over {@code value}, which is not copied. */
  public Parameter(String name, Tensor value) {
    this(name, value, null, false);
  }

  private Parameter(String name, Tensor value, @Nullable RowSet touched, boolean transposed) {
    super(value, null, true);
    this.name = name;
    this.touched = touched;
    this.transposed = transposed;
    if (touched != null) {
      // What was not touched is zero, always: contributions add.
      holdGradient();
    }
  }

  /** A sparse parameter over {@code value}, {@code [rows, columns]}, which is not copied. */
  public static Parameter sparse(String name, Tensor value) {
    return new Parameter(name, value, new RowSet(value.rows()), false);
  }

  /**
   * A sparse parameter over {@code value}, {@code [in, out]}, whose {@link #state} is {@code [out,
   * in]}, as PyTorch's {@code Linear} has it: here what an input touches lies together.
   */
  public static Parameter sparseTransposed(String name, Tensor value) {
    return new Parameter(name, value, new RowSet(value.rows()), true);
  }

  /** The name within the outermost module: {@code 0.weight}. */
  public String name() {
    return name;
  }

  /** Gives another name, when a module takes this parameter in. */
  public void rename(String name) {
    this.name = name;
  }

  /** Forgets the accumulated gradient: the next backward pass starts from zero. */
  public void zeroGrad() {
    if (touched == null) {
      dropGradient();
    } else if (touched.size() > 0) {
      float[] gradient = gradientBuffer().data();
      for (int i = 0; i < touched.size(); i++) {
        Arrays.fill(gradient, stretchStart(i), stretchEnd(i), 0);
      }
      touched.clear();
    }
  }

  /** Whether gradients come row by row. */
  public boolean isSparse() {
    return touched != null;
  }

  /**
   * How many stretches of elements have had a gradient since the last zeroing: one of all elements,
   * or of a sparse parameter one for each row that was touched.
   */
  public int stretches() {
    return touched == null ? 1 : touched.size();
  }

  /** Where a stretch begins in the elements of value and gradient. */
  public int stretchStart(int i) {
    return touched == null ? 0 : touched.get(i) * value().columns();
  }

  /** Behind the last element of a stretch. */
  public int stretchEnd(int i) {
    return touched == null ? value().size() : (touched.get(i) + 1) * value().columns();
  }

  /** The sum of the squares of the accumulated gradient. */
  public double gradientSquares() {
    float[] gradient = gradient().data();
    double sum = 0;
    for (int stretch = 0; stretch < stretches(); stretch++) {
      int end = stretchEnd(stretch);
      for (int i = stretchStart(stretch); i < end; i++) {
        sum += (double) gradient[i] * gradient[i];
      }
    }
    return sum;
  }

  /** Multiplies the accumulated gradient. */
  public void scaleGradient(float factor) {
    float[] gradient = gradient().data();
    for (int stretch = 0; stretch < stretches(); stretch++) {
      int end = stretchEnd(stretch);
      for (int i = stretchStart(stretch); i < end; i++) {
        gradient[i] *= factor;
      }
    }
  }

  @Override
  void touch(int row) {
    if (touched != null) {
      touched.add(row);
    }
  }

  /** Whether {@link #state} is the transpose of the value. */
  public boolean isTransposed() {
    return transposed;
  }

  /** The shape of {@link #state}. */
  public Shape stateShape() {
    Shape shape = value().capacity();
    return transposed ? Shape.of(shape.extent(1), shape.extent(0)) : shape;
  }

  /** A copy of the elements as PyTorch's {@code state_dict} would have them. */
  public Tensor state() {
    return transposed ? transpose(value()) : value().copy();
  }

  /**
   * Takes over what {@link #state} gave.
   *
   * @throws IllegalArgumentException if the shape is another
   */
  public void load(Tensor state) {
    if (!stateShape().equals(state.shape())) {
      throw new IllegalArgumentException(
          "parameter " + name + " must have shape " + stateShape() + ": " + state.shape());
    }
    Tensor elements = transposed ? transpose(state) : state;
    System.arraycopy(elements.data(), 0, value().data(), 0, elements.size());
  }

  private static Tensor transpose(Tensor matrix) {
    Tensor turned = Tensor.zeros(matrix.columns(), matrix.rows());
    for (int row = 0; row < matrix.rows(); row++) {
      for (int column = 0; column < matrix.columns(); column++) {
        turned.data()[column * matrix.rows() + row] =
            matrix.data()[row * matrix.columns() + column];
      }
    }
    return turned;
  }
}
