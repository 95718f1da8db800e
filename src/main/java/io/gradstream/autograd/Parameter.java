package io.gradstream.autograd;

import io.gradstream.tensor.OuterProduct;
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
 * over its {@linkplain #ranges ranges}.
 */
public final class Parameter extends Variable {
  private final @Nullable RowGradients touched;
  private final boolean transposed;
  private String name;
  private @Nullable OuterProduct outer;
  private boolean outerHeld;
  private @Nullable InputRows inputs;

  /** A parameter over {@code value}, which is not copied. */
  public Parameter(String name, Tensor value) {
    this(name, value, null, false);
  }

  private Parameter(String name, Tensor value, @Nullable RowGradients touched, boolean transposed) {
    super(value, null, true);
    this.name = name;
    this.touched = touched;
    this.transposed = transposed;
  }

  /** A sparse parameter over {@code value}, {@code [rows, columns]}, which is not copied. */
  public static Parameter sparse(String name, Tensor value) {
    return new Parameter(name, value, new RowGradients(value.columns()), false);
  }

  /**
   * A sparse parameter over {@code value}, {@code [in, out]}, whose {@link #state} is {@code [out,
   * in]}, as PyTorch's {@code Linear} has it: here what an input touches lies together.
   */
  public static Parameter sparseTransposed(String name, Tensor value) {
    return new Parameter(name, value, new RowGradients(value.columns()), true);
  }

  /**
   * Has the elements of another from now on, and not a copy of them: for predicting on several
   * threads with one set of parameters. What was made from this before keeps the old ones.
   *
   * @throws IllegalArgumentException if the other's shape is not the same
   */
  public void share(Parameter other) {
    if (!other.value().capacity().equals(value().capacity())) {
      throw new IllegalArgumentException(
          "%s %s cannot be shared as %s".formatted(name, other.value().shape(), value().shape()));
    }
    setValue(other.value());
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
      outerHeld = false;
      dropGradient();
    } else {
      touched.clear();
    }
  }

  /**
   * Makes the accumulated gradient of one row of a sparse parameter zeros. Where any row has been
   * touched, this one counts as touched too.
   *
   * @throws IllegalStateException if the parameter is not sparse
   */
  public void zeroGrad(int row) {
    if (touched == null) {
      throw new IllegalStateException("only a sparse parameter has gradients by rows: " + name);
    }
    touched.zero(row);
  }

  /**
   * The accumulated gradient, if it is the outer product that one sample brought to a matrix and
   * nobody has asked for its elements yet; else null. An optimizer that takes it so spares the
   * memory a pass of writing and one of reading.
   */
  public @Nullable OuterProduct outerGradient() {
    return outerHeld ? outer : null;
  }

  @Override
  boolean holdOuter(Tensor a, Tensor b) {
    if (touched != null || holdsGradient()) {
      return false;
    }
    if (outer == null) {
      outer = new OuterProduct(value().rows(), value().columns());
    }
    outer.set(a, b);
    outerHeld = true;
    holdGradient();
    return true;
  }

  @Override
  void materialize(Tensor buffer) {
    if (outerHeld && outer != null) {
      outerHeld = false;
      outer.multiplyOut(buffer);
    }
  }

  /** {@inheritDoc} A sparse parameter's is a copy, written out in full. */
  @Override
  public Tensor gradient() {
    if (touched == null) {
      return super.gradient();
    }
    Tensor inFull = Tensor.zeros(value().capacity());
    int columns = value().columns();
    for (int i = 0; i < touched.size(); i++) {
      System.arraycopy(gradients(), i * columns, inFull.data(), rangeStart(i), columns);
    }
    return inFull;
  }

  /**
   * Has linear layers show what they multiply this weight by, from the next backward pass on.
   *
   * @return where it is seen, the same at every call
   */
  public InputRows observeInputs() {
    InputRows observed = inputs == null ? new InputRows(value().columns(), transposed) : inputs;
    inputs = observed;
    return observed;
  }

  @Override
  @Nullable InputRows inputRows() {
    return inputs;
  }

  /** Whether gradients come row by row. */
  public boolean isSparse() {
    return touched != null;
  }

  /**
   * How many ranges of elements have a gradient: always one, of all elements, or of a sparse
   * parameter one for each row that was touched since the last zeroing.
   */
  public int ranges() {
    return touched == null ? 1 : touched.size();
  }

  /** Where a range begins in the elements of value and gradient. */
  public int rangeStart(int i) {
    return touched == null ? 0 : touched.row(i) * value().columns();
  }

  /** Behind the last element of a range. */
  public int rangeEnd(int i) {
    return touched == null ? value().size() : (touched.row(i) + 1) * value().columns();
  }

  /**
   * The gradients of the ranges, one behind the other, zeros if there were none; shared, and valid
   * until the next zeroing or backward pass. Behind {@link #gradientCount} there may be others.
   */
  public float[] gradients() {
    return touched == null ? gradientToAddTo() : touched.gradients();
  }

  /** One element of the accumulated gradient, by its index in the value. */
  public float gradientAt(int index) {
    if (touched == null) {
      return gradientToAddTo()[index];
    }
    int row = index / value().columns();
    int from = touched.find(row);
    return from < 0 ? 0 : touched.gradients()[from + index - row * value().columns()];
  }

  /** How many elements have a gradient. */
  public int gradientCount() {
    return ranges() == 1 && touched == null ? value().size() : ranges() * value().columns();
  }

  /** How much less an element's index is in {@link #gradients} than in the value, in one range. */
  public int gradientShift(int i) {
    return touched == null ? 0 : rangeStart(i) - i * value().columns();
  }

  /**
   * An accumulated gradient, put aside.
   *
   * @param rows those that a sparse parameter's is of, in their order
   * @param elements its elements; none if no gradient was held
   */
  public record Gradient(int[] rows, float[] elements) {}

  /** A copy of the accumulated gradient. */
  public Gradient copyGradient() {
    if (touched == null && !holdsGradient()) {
      return new Gradient(new int[0], new float[0]);
    }
    int[] rows = new int[touched == null ? 0 : touched.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rangeStart(i) / value().columns();
    }
    return new Gradient(rows, Arrays.copyOf(gradients(), gradientCount()));
  }

  /** Has the gradient be the one that was copied, bit for bit, and no {@link #outerGradient}. */
  public void restoreGradient(Gradient copy) {
    zeroGrad();
    for (int row : copy.rows()) {
      touch(row);
    }
    if (copy.elements().length > 0) {
      System.arraycopy(copy.elements(), 0, gradients(), 0, copy.elements().length);
    }
  }

  /** Multiplies the accumulated gradient. */
  public void scaleGradient(float factor) {
    float[] gradient = gradients();
    int count = gradientCount();
    for (int i = 0; i < count; i++) {
      gradient[i] *= factor;
    }
  }

  @Override
  @Nullable RowGradients sparseGradients() {
    return touched;
  }

  @Override
  int touch(int row) {
    return touched == null ? super.touch(row) : touched.touch(row);
  }

  @Override
  float[] rowGradients() {
    return touched == null ? super.rowGradients() : touched.gradients();
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
