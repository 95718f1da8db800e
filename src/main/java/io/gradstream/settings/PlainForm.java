package io.gradstream.settings;

/**
 * A settings record that is written as one value or a list where others are keys and values: {@code
 * scale: standard}, {@code classes: [drizzle, rain, sun]}.
 *
 * <p>One that is no member of a choice is read by its {@code static of(List<String>)}, to which a
 * single value is a list of one.
 */
public interface PlainForm {
  /** What is written: a word, a number, a list, or a map where more is set than fits a word. */
  Object plain();
}
