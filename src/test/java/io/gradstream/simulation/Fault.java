package io.gradstream.simulation;

/** What goes wrong. */
enum Fault {
  /** The process dies before a call has had an effect. */
  CRASH_BEFORE,
  /** The process dies before it has heard that a call had its effect. */
  CRASH_AFTER,
  /** A request is lost, and nobody answers. */
  LOST_REQUEST,
  /** A request has its effect, and its answer is lost. */
  LOST_ANSWER,
  /** An answer takes seconds. */
  SLOW_ANSWER,
  /** All threads of a process stop for a while, its heartbeats with them. */
  FREEZE,
  /** A transaction is left open until its coordinator aborts it. */
  HANGING_TRANSACTION,
  /** A transaction is refused in the middle. */
  REFUSED_TRANSACTION,
  /** The coordinator of groups and transactions is away for a while. */
  LOST_COORDINATOR,
  /** The group takes a member for dead that lives. */
  EVICTION,
  /** The group is of another generation, and nothing else has changed. */
  REBALANCE,
  /** The marker of a transaction takes seconds to reach a partition. */
  SLOW_MARKER,
  /** An aborted transaction's marker is left out of a partition. */
  OMITTED_MARKER,
  /** A second learner of the name takes the first one's place, and fences it. */
  TAKE_OVER
}
