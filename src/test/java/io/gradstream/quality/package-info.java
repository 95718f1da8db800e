/**
 * How well is learned: streams that are shipped or made by a formula from a seed, configurations
 * over them, and their prequential figures beside baselines. {@code mvn -Pquality} prints the whole
 * table; a short form of it holds the defaults to bounds.
 */
@NullMarked
package io.gradstream.quality;

import org.jspecify.annotations.NullMarked;
