package io.gradstream.data;

/** What is left to do for one feature at a record's end. Not thread-safe. */
final class FeatureEnd {
  private final int[] fields;
  private final Ending present;
  private final Ending absent;

  /** The end of a feature of these fields, {@code absent} where one of them is missing. */
  FeatureEnd(int[] fields, Ending present, Ending absent) {
    this.fields = fields;
    this.present = present;
    this.absent = absent;
  }

  void write(byte[] states, MiniBatch batch) {
    boolean complete = true;
    for (int field : fields) {
      complete &= states[field] == RecordEncoder.PRESENT;
    }
    (complete ? present : absent).write(batch);
  }
}
