/** How settings are written, for all rooms that have some. Stands on nothing. */
@NullMarked
package io.gradstream.settings;

import org.jspecify.annotations.NullMarked;
