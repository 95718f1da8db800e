package io.gradstream.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Settings as their leaves, and the hash by which a learner knows its own configuration again.
 *
 * @param leaves by path, as text: {@code model.layers[0].out} to {@code 16}
 */
public record FlatSettings(SortedMap<String, String> leaves) {
  private static final int HASH_DIGITS = 16;

  /** A tree's leaves, as text. An empty list or map has none. */
  static FlatSettings of(Map<String, ?> tree) {
    SortedMap<String, String> leaves = new TreeMap<>();
    flatten("", tree, leaves);
    return new FlatSettings(leaves);
  }

  private static void flatten(String path, Object node, Map<String, String> leaves) {
    if (node instanceof Map<?, ?> map) {
      String prefix = path.isEmpty() ? "" : path + ".";
      map.forEach((key, child) -> flatten(prefix + key, child, leaves));
    } else if (node instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        flatten(path + "[" + i + "]", items.get(i), leaves);
      }
    } else {
      leaves.put(path, node.toString());
    }
  }

  /**
   * The first 16 hexadecimal digits of SHA-256 over the lines {@code key=value\n} in key order, in
   * UTF-8.
   */
  public String hash() {
    MessageDigest digest = sha256();
    for (Map.Entry<String, String> leaf :
        new TreeMap<String, String>((Map<String, String>) leaves).entrySet()) {
      String line = leaf.getKey() + "=" + leaf.getValue() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_DIGITS);
  }

  /**
   * What changed since others, a line each, in key order: {@code optimizer.learningRate was 0.05,
   * is 0.1}. What is not there was, or is, {@code not set}.
   */
  public List<String> differencesSince(Map<String, String> before) {
    Collection<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(leaves.keySet());
    List<String> lines = new ArrayList<>();
    for (String key : keys) {
      String was = before.getOrDefault(key, "not set");
      String is = leaves.getOrDefault(key, "not set");
      if (!was.equals(is)) {
        lines.add(key + " was " + was + ", is " + is);
      }
    }
    return lines;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
