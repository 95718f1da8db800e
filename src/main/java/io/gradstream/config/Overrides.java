package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.config.ConfigNode.Sequence;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Values that stand in for those of a configuration file, or are added to them: by their paths, as
 * errors tell these: {@code optimizer.learningRate}, {@code model.layers[0].out}.
 *
 * @param values in YAML, by path
 */
public record Overrides(Map<String, String> values) {
  private static final Pattern PATH =
      Pattern.compile("[^.\\[\\]]+(\\[\\d+])*(\\.[^.\\[\\]]+(\\[\\d+])*)*");
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[(\\d+)]");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .build();

  /**
   * Keeps the order.
   *
   * @throws IllegalArgumentException if a path is none
   */
  public Overrides {
    values = new LinkedHashMap<>(values);
    for (String path : values.keySet()) {
      if (!PATH.matcher(path).matches()) {
        throw new IllegalArgumentException("must be a key as optimizer.learningRate is: " + path);
      }
    }
  }

  /**
   * The settings of a file with these values.
   *
   * @throws ConfigException in one line, if there are none
   */
  public Settings settings(Path file, Map<String, String> environment) {
    return Settings.of(tree(file, new EnvironmentVariables(environment::get)));
  }

  /**
   * The file with these values, in YAML and without its comments; what it has of the environment
   * stays a variable's name.
   *
   * @throws ConfigException in one line, if it cannot be read
   */
  public String rewritten(Path file) {
    return YAML.writeValueAsString(plain(tree(file, EnvironmentVariables.asWritten())));
  }

  private ConfigNode tree(Path file, EnvironmentVariables variables) {
    ConfigNode tree = new ConfigFile(file, name -> null).tree(variables);
    for (Map.Entry<String, String> each : values.entrySet()) {
      ConfigNode value =
          YamlTree.read(new Place(file.toString(), 1, each.getKey()), each.getValue(), variables);
      tree = set(tree, STEP.matcher(each.getKey()).results().toList(), value);
    }
    return tree;
  }

  private static ConfigNode set(
      @Nullable ConfigNode node, List<MatchResult> steps, ConfigNode value) {
    if (steps.isEmpty()) {
      return value;
    }
    return steps.get(0).group(1) == null ? setItem(node, steps, value) : setKey(node, steps, value);
  }

  private static Mapping setKey(
      @Nullable ConfigNode node, List<MatchResult> steps, ConfigNode value) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    Place place = value.place().before(steps.get(0).start());
    if (node != null) {
      Mapping mapping = node.mapping("keys and values");
      entries.putAll(mapping.entries());
      place = mapping.place();
    }
    String key = steps.get(0).group(1);
    entries.put(key, set(entries.get(key), steps.subList(1, steps.size()), value));
    return new Mapping(place, entries);
  }

  private static Sequence setItem(
      @Nullable ConfigNode node, List<MatchResult> steps, ConfigNode value) {
    List<ConfigNode> items = node == null ? List.of() : new ArrayList<>(node.items());
    int index = Integer.parseInt(steps.get(0).group(2));
    if (index >= items.size()) {
      throw value.place().error("must be there to be replaced: there are " + items.size());
    }
    items.set(index, set(items.get(index), steps.subList(1, steps.size()), value));
    return new Sequence(value.place().before(steps.get(0).start()), items);
  }

  private static @Nullable Object plain(ConfigNode node) {
    if (node instanceof Mapping mapping) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      mapping.entries().forEach((key, value) -> entries.put(key, plain(value)));
      return entries;
    }
    if (node instanceof Scalar scalar) {
      return plain(scalar);
    }
    List<@Nullable Object> items = new ArrayList<>();
    node.items().forEach(item -> items.add(plain(item)));
    return items;
  }

  private static @Nullable Object plain(Scalar scalar) {
    return switch (scalar.kind()) {
      case NOTHING -> null;
      case WHOLE, DECIMAL -> new BigDecimal(scalar.text());
      case TRUTH -> Boolean.valueOf(scalar.text());
      case TEXT -> scalar.text();
    };
  }
}
