/**
 * The input topic as a {@code SampleSource}: one thread polls, and hands chunks on by partition or
 * merged by timestamp; another asks which topic has the name, which partitions it has and where
 * they end. Where a member of the group starts, and what it leaves behind, is settled here too.
 */
@NullMarked
package io.gradstream.kafka.input;

import org.jspecify.annotations.NullMarked;
