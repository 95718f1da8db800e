package io.gradstream.app;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that means nothing, in our words. */
record UsageMessage(ParameterException error) {
  /** What is wrong with it, in one line. */
  String text() {
    if (error instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched);
    }
    if (error instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing);
    }
    ArgSpec argument = error.getArgSpec();
    String value = error.getValue();
    if (argument != null && value != null) {
      return name(argument) + " must be " + kind(argument.type()) + ": " + value;
    }
    return String.valueOf(error.getMessage());
  }

  private static String unknown(UnmatchedArgumentException unmatched) {
    String first = unmatched.getUnmatched().get(0);
    if (first.startsWith("-")) {
      return "there is no option " + first + hint(unmatched);
    }
    return unmatched.getCommandLine().getSubcommands().isEmpty()
        ? "one argument too many: " + first
        : "there is no command " + first + hint(unmatched);
  }

  private static String hint(UnmatchedArgumentException unmatched) {
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : ", did you mean " + suggestions.get(0) + "?";
  }

  /** What is missing may be there, but misspelt. */
  private static String missing(MissingParameterException missing) {
    CommandLine command = missing.getCommandLine();
    List<String> unmatched = command.getUnmatchedArguments();
    if (!unmatched.isEmpty()) {
      return unknown(new UnmatchedArgumentException(command, unmatched));
    }
    String names =
        missing.getMissing().stream()
            .map(argument -> name(argument) + " " + argument.paramLabel())
            .collect(Collectors.joining(" and "));
    return names + (missing.getMissing().size() == 1 ? " is missing" : " are missing");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String kind(@Nullable Class<?> type) {
    boolean whole = type == int.class || type == long.class || type == Long.class;
    return whole ? "a whole number" : "a number";
  }
}
