/**
 * Reads one YAML file into the settings records of the rooms they configure; every complaint names
 * file, line, key and value.
 */
@NullMarked
package io.gradstream.config;

import org.jspecify.annotations.NullMarked;
