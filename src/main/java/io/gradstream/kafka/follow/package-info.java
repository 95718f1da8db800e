/** Following the versions that are published: what applications embed. */
@NullMarked
package io.gradstream.kafka.follow;

import org.jspecify.annotations.NullMarked;
