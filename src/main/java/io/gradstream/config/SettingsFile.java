package io.gradstream.config;

import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.settings.Secrets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A configuration file as it was read.
 *
 * @param settings its settings
 * @param secrets what of it must not be shown: see {@link Settings#secrets()}, and what came from
 *     the environment. A number or a switch is shown, a name of a model or topic, and where a
 *     server is; any other text as the variable that it came from
 */
public record SettingsFile(Settings settings, Secrets secrets) {
  private static final Pattern NAME =
      Pattern.compile("name|input\\.topic|publish\\.topic|deadLetter\\.topic|http\\.address");
  private static final Pattern PLAIN_WORD = Pattern.compile("[a-z]+");
  private static final Pattern SERVERS =
      Pattern.compile("([\\w.\\[\\]:-]+:\\d+)(,\\s*[\\w.\\[\\]:-]+:\\d+)*");

  /**
   * Reads a file.
   *
   * @throws ConfigException in one line, if it holds no settings; nothing that came from the
   *     environment is in it
   */
  public static SettingsFile read(Path file, Map<String, String> environment) {
    ConfigNode tree = new ConfigFile(file, environment::get).tree();
    Settings settings = Settings.of(tree);
    Secrets secrets =
        FilledValues.scalars(tree)
            .filter(SettingsFile::isHidden)
            .map(SettingsFile::filling)
            .reduce(settings.secrets(), Secrets::and);
    return new SettingsFile(settings, secrets);
  }

  private static boolean isHidden(Scalar scalar) {
    String path = scalar.place().path();
    boolean isServers =
        path.equals("kafka.bootstrapServers") && SERVERS.matcher(scalar.text()).matches();
    return scalar.kind() == Kind.TEXT && !isServers && !NAME.matcher(path).matches();
  }

  /** Of the properties a user's name that is a plain word is none, and others know a password. */
  private static Secrets filling(Scalar scalar) {
    boolean ofClients = scalar.place().path().startsWith("kafka.properties");
    Secrets secrets = Secrets.none();
    for (Map.Entry<String, String> value : scalar.filling().values().entrySet()) {
      if (!ofClients || !PLAIN_WORD.matcher(value.getKey()).matches()) {
        secrets = secrets.and(value.getKey(), value.getValue());
      }
    }
    return secrets;
  }
}
