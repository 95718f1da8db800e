package io.gradstream.version.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a learner is told to do between two steps; as a tree {@code {"command": "pause"}}. */
public sealed interface Command {
  /** Learns nothing until it is told to resume. */
  record Pause() implements Command {
    @Override
    public String word() {
      return "pause";
    }
  }

  /** Learns again. */
  record Resume() implements Command {
    @Override
    public String word() {
      return "resume";
    }
  }

  /** Has a version made public at once. */
  record Publish() implements Command {
    @Override
    public String word() {
      return "publish";
    }
  }

  /**
   * Has the optimizer go on with another learning rate, which the schedule changes as it would have
   * changed the configured one.
   *
   * @param rate positive and finite
   */
  record LearningRate(double rate) implements Command {
    /** Checks the bounds. */
    public LearningRate {
      if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("rate must be positive and finite: " + rate);
      }
    }

    @Override
    public String word() {
      return "rate";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("rate", rate);
    }
  }

  /**
   * Has the learner become what it was at a version that history keeps.
   *
   * @param version the number of the version
   * @param then whether it learns again what came behind that version; else it goes on with what
   *     comes next
   */
  record Rollback(long version, boolean then) implements Command {
    /** Checks the bounds. */
    public Rollback {
      if (version < 1) {
        throw new IllegalArgumentException("version must be at least 1: " + version);
      }
    }

    @Override
    public String word() {
      return "rollback";
    }

    @Override
    public Map<String, Object> arguments() {
      return then ? Map.of("version", version, "offsets", "then") : Map.of("version", version);
    }
  }

  /**
   * Has the figures by which a field is scaled begin anew.
   *
   * @param field its path, as features have it
   */
  record ResetScaler(String field) implements Command {
    @Override
    public String word() {
      return "reset-scaler";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("field", field);
    }
  }

  /**
   * Has a challenger become the champion.
   *
   * @param challenger its name
   */
  record Promote(String challenger) implements Command {
    @Override
    public String word() {
      return "promote";
    }

    @Override
    public Map<String, Object> arguments() {
      return Map.of("challenger", challenger);
    }
  }

  /** What it is called. */
  String word();

  /** What there is to say beside that. */
  default Map<String, Object> arguments() {
    return Map.of();
  }

  /** It as a tree. */
  default Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", word());
    tree.putAll(arguments());
    return tree;
  }

  /**
   * The command that a tree is of.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Command of(Map<String, Object> tree) {
    String word = String.valueOf(tree.get("command"));
    return switch (word) {
      case "pause" -> new Pause();
      case "resume" -> new Resume();
      case "publish" -> new Publish();
      case "rate" -> new LearningRate(number(tree, "rate").doubleValue());
      case "rollback" -> new Rollback(whole(tree), isThen(tree.getOrDefault("offsets", "now")));
      case "reset-scaler" -> new ResetScaler(text(tree, "field"));
      case "promote" -> new Promote(text(tree, "challenger"));
      default ->
          throw new IllegalArgumentException(
              "command must be pause, resume, rate, publish, rollback, reset-scaler or promote: "
                  + word);
    };
  }

  private static long whole(Map<String, Object> tree) {
    if (number(tree, "version") instanceof Long version) {
      return version;
    }
    throw new IllegalArgumentException("version must be a whole number: " + tree.get("version"));
  }

  private static Number number(Map<String, Object> tree, String name) {
    if (tree.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("%s must be a number: %s".formatted(name, tree.get(name)));
  }

  private static String text(Map<String, Object> tree, String name) {
    if (tree.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("%s must be a text: %s".formatted(name, tree.get(name)));
  }

  private static boolean isThen(Object offsets) {
    if (offsets.equals("now") || offsets.equals("then")) {
      return offsets.equals("then");
    }
    throw new IllegalArgumentException("offsets must be now or then: " + offsets);
  }
}
