package io.gradstream.config;

import java.util.regex.Pattern;

/**
 * Where a value stands in a configuration file.
 *
 * @param file the file as the user named it
 * @param line the line of the value's key, or of its list's dash, from 1
 * @param path the way to it from the top, {@code model.layers[0].out}; empty at the top itself
 */
public record Place(String file, int line, String path) {
  private static final Pattern CONFIDENTIAL = Pattern.compile("kafka\\.properties.*|http\\.token");

  Place key(String key, int keyLine) {
    return new Place(file, keyLine, path.isEmpty() ? key : path + "." + key);
  }

  Place item(int index, int itemLine) {
    return new Place(file, itemLine, path + "[" + index + "]");
  }

  /**
   * That of the mapping or list in which a step of the path, which begins at an index, is taken.
   */
  Place before(int start) {
    boolean dotted = start > 0 && path.charAt(start) != '[';
    return new Place(file, line, path.substring(0, dotted ? start - 1 : start));
  }

  /** Whether what stands here is told in confidence, and never shown. */
  boolean isConfidential() {
    return CONFIDENTIAL.matcher(path).matches();
  }

  ConfigException error(String complaint) {
    String subject = path.isEmpty() ? "" : path + " ";
    return new ConfigException(file + ":" + line + ": " + subject + complaint);
  }

  /** What its mapping is called in a sentence: the last key of the path. */
  String name() {
    return path.isEmpty() ? "the file" : path.substring(path.lastIndexOf('.') + 1);
  }
}
