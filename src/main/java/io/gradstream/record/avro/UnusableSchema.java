package io.gradstream.record.avro;

/** A registered schema by which no record can be read; the message follows its number. */
final class UnusableSchema extends Exception {
  private final boolean isForGood;

  /**
   * A schema that cannot be used.
   *
   * @param isForGood whether asking again would get the same answer
   */
  UnusableSchema(String why, boolean isForGood) {
    super(why, null, false, false);
    this.isForGood = isForGood;
  }

  boolean isForGood() {
    return isForGood;
  }
}
