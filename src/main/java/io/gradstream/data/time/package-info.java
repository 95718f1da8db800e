/**
 * Points in time: how they are written, in which unit they are counted, which parts of them are
 * learned, and the clocks of zones. Nothing here asks what time it is.
 */
@NullMarked
package io.gradstream.data.time;

import org.jspecify.annotations.NullMarked;
