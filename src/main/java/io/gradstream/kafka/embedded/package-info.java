/** A Kafka broker in this JVM, for trying things out and for tests; its libraries are optional. */
@NullMarked
package io.gradstream.kafka.embedded;

import org.jspecify.annotations.NullMarked;
