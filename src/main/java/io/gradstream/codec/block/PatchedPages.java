package io.gradstream.codec.block;

import io.gradstream.codec.block.PatchCodec.Patch;
import io.gradstream.version.RowPatch;

/** The pages of one set, to which a patch is laid on. */
final class PatchedPages {
  private final Pages pages;
  private final RowPatch rows;
  private final int elements;
  private final int block;

  PatchedPages(Pages pages, Patch patch) {
    this.pages = pages;
    this.rows = patch.rows();
    this.elements = patch.elements();
    this.block = patch.block();
  }

  /** Gives the pages the patch's elements; a row may reach over several of them. */
  void lay() {
    int columns = rows.columns();
    for (int i = 0; i < rows.size(); i++) {
      int from = rows.row(i) * columns;
      int end = from + columns;
      for (int at = from; at < end; at = endWithin(at, end)) {
        lay(at, endWithin(at, end) - at, i * columns + at - from);
      }
    }
  }

  private int endWithin(int at, int end) {
    return (int) Math.min(end, (at / block + 1L) * block);
  }

  /** Gives one page as many elements of each tensor. */
  private void lay(int at, int count, int from) {
    int number = at / block;
    int length = Math.min(block, elements - number * block);
    float[] page = pages.change(number, rows.tensors() * length);
    for (int tensor = 0; tensor < rows.tensors(); tensor++) {
      int to = tensor * length + at - number * block;
      System.arraycopy(rows.elements(tensor), from, page, to, count);
    }
  }
}
