/**
 * Learning from files, without Kafka: sessions over them, the files that a run writes, its report,
 * and combinations of settings beside each other.
 */
@NullMarked
package io.gradstream.app.replay;

import org.jspecify.annotations.NullMarked;
