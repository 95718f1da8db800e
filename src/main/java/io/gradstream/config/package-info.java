/**
 * Reads one YAML file into the settings records of the rooms they configure; every complaint names
 * file, line, key and value.
 *
 * <p>The records say everything in plain Java. A key is a component's name; what the shorter public
 * constructor takes is required, what it passes on is the default; the compact constructor
 * validates, and a message that begins with a component's name is told with its path and line. A
 * closed choice is a sealed interface, or one with a list, its members chosen by {@code type}. The
 * words for types, constants and durations are {@link io.gradstream.settings.SettingsText}', so
 * that a {@link io.gradstream.settings.SettingsTree} of settings reads back as those settings.
 */
@NullMarked
package io.gradstream.config;

import org.jspecify.annotations.NullMarked;
