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
final class UsageMessage {
  private UsageMessage() {}

  static String of(ParameterException error) {
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

  private static String unknown(UnmatchedArgumentException error) {
    String first = error.getUnmatched().get(0);
    if (first.startsWith("-")) {
      return "there is no option " + first + hint(error);
    }
    return error.getCommandLine().getSubcommands().isEmpty()
        ? "one argument too many: " + first
        : "there is no command " + first + hint(error);
  }

  private static String hint(UnmatchedArgumentException error) {
    List<String> suggestions = error.getSuggestions();
    return suggestions.isEmpty() ? "" : ", did you mean " + suggestions.get(0) + "?";
  }

  /** What is missing may be there, but misspelt. */
  private static String missing(MissingParameterException error) {
    CommandLine command = error.getCommandLine();
    List<String> unmatched = command.getUnmatchedArguments();
    if (!unmatched.isEmpty()) {
      return unknown(new UnmatchedArgumentException(command, unmatched));
    }
    String names =
        error.getMissing().stream()
            .map(argument -> name(argument) + " " + argument.paramLabel())
            .collect(Collectors.joining(" and "));
    return names + (error.getMissing().size() == 1 ? " is missing" : " are missing");
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String kind(@Nullable Class<?> type) {
    boolean whole = type == int.class || type == long.class || type == Long.class;
    return whole ? "a whole number" : "a number";
  }
}
