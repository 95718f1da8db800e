package io.gradstream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A configuration file: one YAML document, with environment variables filled in. */
public final class ConfigFile {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private ConfigFile() {}

  /**
   * A file's settings.
   *
   * @param file the file
   * @param type the record its top-level keys belong to
   * @param environment the value of an environment variable, null where it is not set
   * @throws ConfigException when the file cannot be read, is no YAML, or does not fit the record
   */
  public static <T extends Record> T read(
      Path file, Class<T> type, Function<String, @Nullable String> environment) {
    return new Binder().bind(tree(file, environment), type);
  }

  /**
   * A file's values with their places, not yet bound to settings.
   *
   * @throws ConfigException when the file cannot be read or is no YAML
   */
  public static ConfigNode tree(Path file, Function<String, @Nullable String> environment) {
    return parse(file.toString(), text(file), environment);
  }

  /**
   * The values of a text; JSON is YAML too.
   *
   * @param name what errors call the text
   * @throws ConfigException when it is no YAML
   */
  public static ConfigNode parse(
      String name, String yaml, Function<String, @Nullable String> environment) {
    return YamlTree.read(name, yaml, new EnvironmentVariables(environment));
  }

  private static String text(Path file) {
    if (Files.isDirectory(file)) {
      throw new ConfigException(file + ": is a directory, not a file");
    }
    try {
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ConfigException(file + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new ConfigException(file + ": may not be read: permission denied");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + ": is not text in UTF-8");
    } catch (IOException e) {
      throw new ConfigException(file + ": cannot be read: " + e.getMessage());
    }
  }
}
