package io.gradstream.version;

import io.gradstream.tensor.Shape;
import io.gradstream.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some blocks of some tensors that are cut alike: a parameter's, its optimizer slots', or those of
 * a vocabulary. Rows that have changed in other blocks may come beside them, as a patch.
 *
 * <p>A page holds one block: of every tensor its elements of that block, one tensor behind the
 * other. Pages are shared and never changed.
 */
public final class BlockSet {
  private final String name;
  private final BlockLayout layout;
  private final List<String> tensors;
  private final int[] numbers;
  private final float[][] pages;
  private final @Nullable RowPatch patch;
  private final int[] patched;

  /**
   * A set of these blocks; the arrays are not copied.
   *
   * @param name the parameter's, or that of a vocabulary's tensor
   * @param tensors the names of the tensors, in the pages' order
   * @param numbers which blocks, ascending
   * @param pages one for each of the numbers
   */
  public BlockSet(
      String name, BlockLayout layout, List<String> tensors, int[] numbers, float[][] pages) {
    this(name, layout, tensors, numbers, pages, null, new int[0]);
  }

  private BlockSet(
      String name,
      BlockLayout layout,
      List<String> tensors,
      int[] numbers,
      float[][] pages,
      @Nullable RowPatch patch,
      int[] patched) {
    this.name = name;
    this.layout = layout;
    this.tensors = List.copyOf(tensors);
    this.numbers = numbers;
    this.pages = pages;
    this.patch = patch;
    this.patched = patched;
  }

  /** The same blocks with rows of others beside them. */
  public BlockSet with(RowPatch patch) {
    return new BlockSet(name, layout, tensors, numbers, pages, patch, patched);
  }

  /**
   * The same blocks, of which some are what they are by patches alone.
   *
   * @param patched the numbers of these, that first which has been so for longest
   */
  public BlockSet patched(int[] patched) {
    return new BlockSet(name, layout, tensors, numbers, pages, patch, patched);
  }

  /** The name of the parameter, or of a vocabulary's tensor. */
  public String name() {
    return name;
  }

  /** How its tensors are cut. */
  public BlockLayout layout() {
    return layout;
  }

  /** The names of the tensors, in the pages' order. */
  public List<String> tensors() {
    return tensors;
  }

  /** How many blocks it has. */
  public int size() {
    return numbers.length;
  }

  /** The number of its block {@code i}. */
  public int number(int i) {
    return numbers[i];
  }

  /** The page of its block {@code i}, shared. */
  public float[] page(int i) {
    return pages[i];
  }

  /** The rows that have changed in other blocks, if they come as a patch. */
  public Optional<RowPatch> patch() {
    return Optional.ofNullable(patch);
  }

  /** Which blocks a topic has less new than patches to them, that first which is oldest; shared. */
  public int[] patched() {
    return patched;
  }

  /** Whether the other's tensors are the same and cut alike. */
  boolean isLike(BlockSet other) {
    return name.equals(other.name) && layout.equals(other.layout) && tensors.equals(other.tensors);
  }

  /** Writes one tensor's elements in the blocks' order; what is in no block becomes zero. */
  public void copyTo(float[] elements, String tensor) {
    int index = tensors.indexOf(tensor);
    Arrays.fill(elements, 0);
    for (int i = 0; i < numbers.length; i++) {
      copy(i, index, elements);
    }
  }

  /**
   * Does the same where the elements are what {@link #copyTo} made them of blocks that are cut
   * alike: pages that are the same are passed over.
   */
  public void copyTo(float[] elements, String tensor, BlockSet before) {
    int index = tensors.indexOf(tensor);
    int j = 0;
    for (int i = 0; i < numbers.length; i++) {
      for (; j < before.numbers.length && before.numbers[j] < numbers[i]; j++) {
        clear(elements, before.numbers[j]);
      }
      boolean isKnown = j < before.numbers.length && before.numbers[j] == numbers[i];
      if (!isKnown || before.pages[j] != pages[i]) {
        copy(i, index, elements);
      }
      j += isKnown ? 1 : 0;
    }
    for (; j < before.numbers.length; j++) {
      clear(elements, before.numbers[j]);
    }
  }

  private void clear(float[] elements, int number) {
    int start = layout.start(number);
    Arrays.fill(elements, start, start + layout.length(number), 0);
  }

  private void copy(int i, int tensor, float[] elements) {
    int length = layout.length(numbers[i]);
    System.arraycopy(pages[i], tensor * length, elements, layout.start(numbers[i]), length);
  }

  /** Whether every element is a finite number. */
  boolean isFinite() {
    return Arrays.stream(pages).allMatch(page -> Tensor.areFinite(page, page.length))
        && patch().stream().allMatch(RowPatch::isFinite);
  }

  /** One tensor put together; what is in no block is zero. */
  public Tensor tensor(String tensor) {
    float[] elements = new float[layout.shape().size()];
    copyTo(elements, tensor);
    Shape shape = layout.shape();
    return Tensor.wrap(
        layout.order() == BlockLayout.Order.ROWS ? elements : byRows(elements, shape), shape);
  }

  private static float[] byRows(float[] byColumns, Shape shape) {
    int rows = shape.extent(0);
    int columns = shape.extent(1);
    if (rows == 1) {
      return byColumns;
    }
    float[] elements = new float[byColumns.length];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < rows; row++) {
        elements[row * columns + column] = byColumns[column * rows + row];
      }
    }
    return elements;
  }
}
