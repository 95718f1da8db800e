package io.gradstream.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;

/**
 * Says in one line what is wrong with a text that is not YAML, and where: the parser's own words
 * are for people who know its grammar.
 */
record YamlMistake(MarkedYamlEngineException mistake) {
  private static final Pattern BAD_START = Pattern.compile("found character '(.*?)' that cannot.*");
  private static final Pattern BAD_ESCAPE = Pattern.compile("found unknown escape character (.).*");

  /** The error of a file that Jackson could not read. */
  static ConfigException in(String file, JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException marked) {
      YamlMistake mistake = new YamlMistake(marked);
      return new ConfigException(file + mistake.position() + ": " + mistake.explained());
    }
    String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
    return new ConfigException(file + line + ": is not YAML: " + firstLine(e));
  }

  private String explained() {
    String context = String.valueOf(mistake.getContext());
    String problem = EnvironmentVariables.unmask(String.valueOf(mistake.getProblem()));
    if (context.contains("flow mapping")) {
      return "a comma or } is missing before this: the { of " + opening() + " is still open";
    }
    if (context.contains("flow sequence")) {
      return "a comma or ] is missing before this: the [ of " + opening() + " is still open";
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return "the quote that opens here is not closed";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "a key cannot stand here: check the indentation, and quote a text that holds \": \"";
    }
    if (problem.startsWith("expected <block end>")) {
      return "this does not line up with what is above it: check indentation and quotes";
    }
    if (problem.startsWith("could not find expected ':'")) {
      return "\": \" is missing after a key";
    }
    return character(problem);
  }

  private static String character(String problem) {
    Matcher start = BAD_START.matcher(problem);
    if (start.matches()) {
      return start.group(1).contains("TAB")
          ? "a tab cannot indent: use spaces"
          : "a value cannot begin with " + start.group(1) + ": quote it";
    }
    Matcher escape = BAD_ESCAPE.matcher(problem);
    return escape.matches()
        ? "\\%1$s is not an escape: write \\\\%1$s, or use single quotes".formatted(escape.group(1))
        : "is not YAML: " + problem;
  }

  /** Where to look: for an open quote, where it opens; the end of the file says nothing. */
  private String position() {
    boolean openQuote =
        String.valueOf(mistake.getContext()).contains("quoted scalar")
            && String.valueOf(mistake.getProblem()).contains("end of stream");
    Optional<Mark> mark = openQuote ? mistake.getContextMark() : mistake.getProblemMark();
    return mark.map(m -> ":" + (m.getLine() + 1) + ":" + (m.getColumn() + 1)).orElse("");
  }

  private String opening() {
    return mistake
        .getContextMark()
        .map(mark -> "line " + (mark.getLine() + 1))
        .orElse("an earlier line");
  }

  private static String firstLine(JacksonException e) {
    return EnvironmentVariables.unmask(e.getOriginalMessage()).lines().findFirst().orElse("");
  }
}
