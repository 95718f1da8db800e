package io.gradstream.kafka;

/** In which order the records of several partitions are learned. */
public enum InputOrder {
  /** As they arrive: each partition's in order, and between partitions as the brokers answer. */
  ARRIVAL,
  /**
   * By their timestamps, of equal ones the lower partition's first: as far as the timestamps of
   * each partition rise, the order does not depend on when they arrive.
   */
  TIMESTAMP
}
