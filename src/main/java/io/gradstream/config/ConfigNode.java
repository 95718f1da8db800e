package io.gradstream.config;

import io.gradstream.settings.Secrets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One value of a configuration file, and the place it stands at. */
public sealed interface ConfigNode {
  /** Where it stands. */
  Place place();

  /** How an error ends that complains about this value: {@code : "big"}. */
  String shown();

  /** Itself, where keys and values are asked for. */
  default Mapping mapping(String wanted) {
    throw mustBe(wanted);
  }

  /** Itself, where a single value is asked for. */
  default Scalar scalar(String wanted) {
    throw mustBe(wanted);
  }

  /** Its items, where a list is asked for; a single value is a list of one. */
  default List<ConfigNode> items() {
    return List.of(this);
  }

  /** The error that something else is wanted here. */
  default ConfigException mustBe(String wanted) {
    return place().error("must be " + wanted + shown());
  }

  /**
   * Keys and their values, in the file's order.
   *
   * @param place where it stands
   * @param entries the values by key
   */
  record Mapping(Place place, Map<String, ConfigNode> entries) implements ConfigNode {
    /** Keeps the order, unmodifiable. */
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value of a key, empty where the key is not given. */
    public Optional<ConfigNode> value(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    @Override
    public String shown() {
      return ", not keys and values";
    }

    @Override
    public Mapping mapping(String wanted) {
      return this;
    }
  }

  /**
   * A list.
   *
   * @param place where it stands
   * @param items its items in order
   */
  record Sequence(Place place, List<ConfigNode> items) implements ConfigNode {
    /** Keeps the items unmodifiable. */
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return ", not a list";
    }
  }

  /**
   * A single value.
   *
   * @param place where it stands
   * @param text what is written, without quotes, environment variables filled in
   * @param kind what YAML takes the text for
   * @param filling what the environment has put into it
   */
  record Scalar(Place place, String text, Kind kind, Filling filling) implements ConfigNode {
    private static final int SHOWN_LENGTH = 60;

    /** One that needs nothing of the environment. */
    Scalar(Place place, String text, Kind kind) {
      this(place, text, kind, Filling.none());
    }

    /** What came from the environment is shown as the variable that it came from. */
    @Override
    public String shown() {
      if (place.isConfidential()) {
        return ", and its value is not shown";
      }
      String whole = filling.shown().orElse(text).replace("\n", "\\n");
      String line = Secrets.none().mask(whole);
      String start = line.length() <= SHOWN_LENGTH ? line : line.substring(0, SHOWN_LENGTH) + "...";
      return kind == Kind.TEXT || filling.shown().isPresent()
          ? ": \"" + start + "\""
          : ": " + start;
    }

    @Override
    public Scalar scalar(String wanted) {
      if (kind == Kind.NOTHING) {
        throw mustBe(wanted);
      }
      return this;
    }

    @Override
    public List<ConfigNode> items() {
      if (kind == Kind.NOTHING) {
        throw mustBe("a list");
      }
      return List.of(this);
    }

    @Override
    public ConfigException mustBe(String wanted) {
      return kind == Kind.NOTHING
          ? place.error("has no value: give " + wanted + ", or leave the key out")
          : ConfigNode.super.mustBe(wanted);
    }
  }
}
