package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.pipeline.batch.DeadLetter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The dead letters of this process: how many by rule, and the newest with their texts, cut. */
final class NewestDeadLetters {
  private static final int MOST = 20;
  private static final int BYTES = 300;

  private final Map<String, Long> byRule = new TreeMap<>();
  private final Deque<Map<String, Object>> newest = new ArrayDeque<>();
  private long count;

  synchronized void rejected(DeadLetter letter, long atMs) {
    String rule = DeadLetterMeter.rule(letter.reason());
    boolean known = byRule.containsKey(rule) || byRule.size() < DeadLetterMeter.MOST;
    byRule.merge(known ? rule : DeadLetterMeter.OTHER, 1L, Long::sum);
    count++;
    newest.addFirst(tree(letter, atMs));
    if (newest.size() > MOST) {
      newest.removeLast();
    }
  }

  private static Map<String, Object> tree(DeadLetter letter, long atMs) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("at", atMs);
    tree.put("partition", letter.partition());
    tree.put("offset", letter.offset());
    tree.put("reason", letter.reason());
    byte[] value = letter.value();
    if (value != null) {
      tree.put("text", new String(value, 0, Math.min(value.length, BYTES), UTF_8));
    }
    return tree;
  }

  synchronized Map<String, Object> tree() {
    return Map.of("count", count, "byRule", Map.copyOf(byRule), "newest", List.copyOf(newest));
  }
}
