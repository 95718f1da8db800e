package io.gradstream.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file: one YAML document, with environment variables filled in.
 *
 * @param path where it is
 * @param environment the value of an environment variable, null where it is not set
 */
public record ConfigFile(Path path, Function<String, @Nullable String> environment) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Its settings.
   *
   * @param type the record its top-level keys belong to
   * @throws ConfigException when the file cannot be read, is no YAML, or does not fit the record
   */
  public <T extends Record> T read(Class<T> type) {
    return new Binder().bind(tree(), type);
  }

  /**
   * Its values with their places, not yet bound to settings; JSON is YAML too.
   *
   * @throws ConfigException when the file cannot be read or is no YAML
   */
  public ConfigNode tree() {
    return tree(new EnvironmentVariables(environment));
  }

  /** The same with variables of one's own. */
  ConfigNode tree(EnvironmentVariables variables) {
    return YamlTree.read(path.toString(), text(), variables);
  }

  private String text() {
    if (Files.isDirectory(path)) {
      throw new ConfigException(path + ": is a directory, not a file");
    }
    try {
      String text = Files.readString(path);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ConfigException(path + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new ConfigException(path + ": may not be read: permission denied");
    } catch (CharacterCodingException e) {
      throw new ConfigException(path + ": is not text in UTF-8");
    } catch (IOException e) {
      throw new ConfigException(path + ": cannot be read: " + e.getMessage());
    }
  }
}
