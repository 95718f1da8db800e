/** Commands to a learner on their topic: read as they come, and sent. */
@NullMarked
package io.gradstream.kafka.control;

import org.jspecify.annotations.NullMarked;
