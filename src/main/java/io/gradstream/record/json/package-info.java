/** Samples that are JSON objects: scanned as bytes, and explained by Jackson. */
@NullMarked
package io.gradstream.record.json;

import org.jspecify.annotations.NullMarked;
