package io.gradstream.app;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** JSON for people and pipes: one object a line. */
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static String line(Object tree) throws JacksonException {
    return MAPPER.writeValueAsString(tree);
  }
}
