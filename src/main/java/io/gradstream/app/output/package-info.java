/**
 * What commands write: the console, files that are replaced when they are whole or grow by lines,
 * and the lines of predictions, versions and dead letters.
 */
@NullMarked
package io.gradstream.app.output;

import org.jspecify.annotations.NullMarked;
