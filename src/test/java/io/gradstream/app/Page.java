package io.gradstream.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader of a page would type.
 *
 * @param files files to write, by name: the blocks behind {@code <!-- file: NAME -->}
 * @param commands the lines of its {@code sh} blocks, in order
 */
record Page(Map<String, String> files, List<String> commands) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:<!-- file: (?<file>\\S+) -->\\n)?```(?<kind>\\w*)\\n(?<text>.*?)```", Pattern.DOTALL);

  static Page read(Path path) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(path));
    while (block.find()) {
      if (block.group("file") != null) {
        files.put(block.group("file"), block.group("text"));
      } else if (block.group("kind").equals("sh")) {
        block.group("text").lines().forEach(commands::add);
      }
    }
    return new Page(files, commands);
  }
}
