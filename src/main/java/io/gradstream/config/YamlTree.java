package io.gradstream.config;

import io.gradstream.config.ConfigNode.Mapping;
import io.gradstream.config.ConfigNode.Scalar;
import io.gradstream.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;
import tools.jackson.dataformat.yaml.YAMLReadFeature;

/** Reads one YAML document into nodes that know where they stand. */
final class YamlTree {
  private static final YAMLFactory YAML =
      YAMLFactory.builder().disable(YAMLReadFeature.EMPTY_STRING_AS_NULL).build();

  private final String file;
  private final String masked;
  private final EnvironmentVariables variables;
  private final YAMLParser parser;
  private final Map<String, ConfigNode> anchors = new HashMap<>();

  private YamlTree(String file, String masked, EnvironmentVariables variables, YAMLParser parser) {
    this.file = file;
    this.masked = masked;
    this.variables = variables;
    this.parser = parser;
  }

  static ConfigNode read(String file, String yaml, EnvironmentVariables variables) {
    return read(new Place(file, 1, ""), yaml, variables);
  }

  /** A document that is a value of another one. */
  static ConfigNode read(Place place, String yaml, EnvironmentVariables variables) {
    String masked = EnvironmentVariables.mask(yaml);
    try (YAMLParser parser = (YAMLParser) YAML.createParser(ObjectReadContext.empty(), masked)) {
      return new YamlTree(place.file(), masked, variables, parser).document(place.path());
    } catch (JacksonException e) {
      throw YamlMistake.in(place.file(), e);
    }
  }

  private ConfigNode document(String path) {
    if (parser.nextToken() == null || Kind.of(parser.getString()) == Kind.NOTHING) {
      throw new ConfigException(file + ": is empty");
    }
    ConfigNode root = node(new Place(file, line(), path));
    if (parser.nextToken() != null) {
      throw new Place(file, line(), "").error("a second document starts here: one is read");
    }
    return root;
  }

  private ConfigNode node(Place place) {
    if (parser.isCurrentAlias()) {
      return alias(place);
    }
    String anchor = parser.getObjectId();
    ConfigNode node =
        switch (parser.currentToken()) {
          case START_OBJECT -> mapping(place);
          case START_ARRAY -> sequence(place);
          default -> scalar(place);
        };
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private ConfigNode alias(Place place) {
    String name = parser.getString();
    @Nullable ConfigNode node = anchors.get(name);
    if (node == null) {
      throw place.error("repeats &" + name + ", which is not above it: *" + name);
    }
    return node;
  }

  private Mapping mapping(Place place) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = EnvironmentVariables.unmask(parser.getString());
      Place at = place.key(key, line());
      if (entries.containsKey(key)) {
        int first = entries.get(key).place().line();
        throw at.error("is given twice: line " + first + " has it too");
      }
      parser.nextToken();
      entries.put(key, node(at));
    }
    return new Mapping(place, entries);
  }

  private Sequence sequence(Place place) {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(place.item(items.size(), line())));
    }
    return new Sequence(place, items);
  }

  private Scalar scalar(Place place) {
    String written = EnvironmentVariables.unmask(parser.getString());
    if (!EnvironmentVariables.mentionedIn(written)) {
      return new Scalar(place, written, isPlain() ? Kind.of(written) : Kind.TEXT);
    }
    Filling filling = variables.fill(written, place);
    Kind kind = Kind.of(filling.text());
    return new Scalar(place, filling.text(), kind == Kind.NOTHING ? Kind.TEXT : kind, filling);
  }

  /** Whether the scalar stands without quotes, block sign or tag, by its first character. */
  private boolean isPlain() {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      return true;
    }
    int codePoints = (int) parser.currentTokenLocation().getCharOffset();
    int start = masked.offsetByCodePoints(0, codePoints);
    return start == masked.length() || "'\"|>!&".indexOf(masked.charAt(start)) < 0;
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}
