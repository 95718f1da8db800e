package io.gradstream.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;

/** Shorthand of these tests: YAML in, settings or the one line of an error out. */
final class Bindings {
  private static final Binder BINDER =
      new Binder().withDefaultType(ExampleSettings.Feature.class, "array");

  private Bindings() {}

  static <T> T bind(String yaml, Class<T> type) {
    return bind(yaml, type, Map.of());
  }

  static <T> T bind(String yaml, Class<T> type, Map<String, String> environment) {
    return BINDER.bind(tree(yaml, environment), type);
  }

  /** The values of a text, without variables. */
  static ConfigNode tree(String yaml) {
    return tree(yaml, Map.of());
  }

  private static ConfigNode tree(String yaml, Map<String, String> environment) {
    return YamlTree.read("f.yaml", yaml, new EnvironmentVariables(environment::get));
  }

  static String error(String yaml, Class<?> type) {
    Throwable thrown = catchThrowableOfType(ConfigException.class, () -> bind(yaml, type));
    return String.valueOf(thrown.getMessage());
  }

  static String error(String yaml) {
    return error(yaml, ExampleSettings.class);
  }
}
