package io.gradstream.app;

import io.gradstream.config.Settings;
import io.gradstream.learn.BatchSettings;
import io.gradstream.learn.Learner;
import io.gradstream.learn.Words;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code check}: what a configuration means, without running it. */
@Command(
    name = "check",
    description = "Validates a configuration and prints what it means.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Override
  public Integer call() {
    Settings settings = config.read();
    Learner learner = Learners.create(settings);
    StringBuilder text = new StringBuilder();
    tell(text, "model", "%s, seed %d", settings.modelName(), settings.seed());
    tell(
        text,
        "sample",
        "%,d features, label %s (%s)",
        settings.sample().width(),
        settings.sample().label().field(),
        Words.of(settings.sample().label().type()));
    learner.shapes().forEach((name, shape) -> tell(text, "parameter", "%s %s", name, shape));
    tell(text, "parameters", "%,d", learner.parameterCount());
    tell(text, "step", "%s", step(settings.batch()));
    tell(text, "input", "%s", settings.topics().input());
    tell(text, "versions", "%s", settings.topics().parameters());
    tell(text, "state", "%s", settings.topics().state());
    tell(text, "dead letters", "%s", settings.topics().deadLetter());
    tell(text, "brokers", "%s", settings.kafka().bootstrapServers());
    System.out.print(text);
    return 0;
  }

  private static String step(BatchSettings batch) {
    return switch (batch.mode()) {
      case SINGLE -> "a sample";
      case MINI_BATCH ->
          batch.size()
              + " samples"
              + batch
                  .maxWait()
                  .map(wait -> ", or what has come after " + Words.of(wait))
                  .orElse("");
      case FULL -> "a pass over the whole input, " + batch.epochs() + " of them";
    };
  }

  private static void tell(StringBuilder text, String what, String format, Object... values) {
    text.append(String.format(Locale.ROOT, "%-13s", what))
        .append(String.format(Locale.ROOT, format, values))
        .append(System.lineSeparator());
  }
}
