package io.gradstream.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The access rules that {@code operations.md} lists, for a model of any name. */
final class PageRules {
  private static final Path PAGE = Path.of("src/site/markdown/operations.md");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(\\w+)` \\| (topic|topics that begin with|group|transactional id) `flights([\\w.]*)`"
              + " \\| ([\\w, ]+) \\|");

  private PageRules() {}

  /** All of them. */
  static List<AclBinding> of(String model) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .flatMap(row -> Arrays.stream(row.group(4).split(", ")).map(each -> rule(row, model, each)))
        .toList();
  }

  private static AclBinding rule(Matcher row, String model, String operation) {
    boolean prefixed = row.group(2).startsWith("topics");
    ResourceType type =
        switch (row.group(2)) {
          case "group" -> ResourceType.GROUP;
          case "transactional id" -> ResourceType.TRANSACTIONAL_ID;
          default -> ResourceType.TOPIC;
        };
    return new AclBinding(
        new ResourcePattern(
            type, model + row.group(3), prefixed ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(
            "User:" + row.group(1), "*", operation(operation), AclPermissionType.ALLOW));
  }

  /** {@code DescribeConfigs} is {@code DESCRIBE_CONFIGS}. */
  private static AclOperation operation(String word) {
    return AclOperation.valueOf(
        word.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
  }
}
