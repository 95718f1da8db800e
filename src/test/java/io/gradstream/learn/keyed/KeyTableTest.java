package io.gradstream.learn.keyed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyTableTest {
  private final KeyTable table = new KeyTable(50, 1, 1);

  private int slot(String key) {
    byte[] utf8 = key.getBytes(UTF_8);
    int found = table.find(utf8, 0, utf8.length);
    if (found >= 0) {
      table.touch(found);
      return found;
    }
    int added = table.add(utf8, 0, utf8.length);
    table.floats(added)[0] = key.hashCode();
    return added;
  }

  private boolean has(String key) {
    byte[] utf8 = ("x" + key).getBytes(UTF_8);
    return table.find(utf8, 1, utf8.length - 1) >= 0;
  }

  @Test
  void evict_whatIsPublished_keepsThoseSeenLastAsAListWould() {
    SplittableRandom random = new SplittableRandom(7);
    Deque<String> last = new ArrayDeque<>();
    for (int i = 0; i < 20_000; i++) {
      String key = "key" + random.nextInt(1 + random.nextInt(300));
      int slot = slot(key);
      last.remove(key);
      last.addLast(key);
      table.drained();
      table.published();
      table.evict();
      while (last.size() > 50) {
        assertThat(has(last.removeFirst())).isFalse();
      }

      assertThat(table.size()).isEqualTo(last.size());
      assertThat(table.floats(slot)[0]).isEqualTo((float) key.hashCode());
    }
    assertThat(last).allMatch(this::has);
    assertThat(table.slots()).isLessThanOrEqualTo(64);
  }

  @Test
  void evict_whatIsInNoPublishedVersion_keepsItHoweverMuchThereIs() {
    for (int i = 0; i < 80; i++) {
      slot("key" + i);
    }
    table.drained();
    slot("key0");
    assertThat(table.evict()).isZero();
    assertThat(table.size()).isEqualTo(80);

    table.published();
    int gone = table.evict();

    assertThat(gone).isEqualTo(30);
    assertThat(table.size()).isEqualTo(50);
    assertThat(has("key0")).isTrue();
    assertThat(has("key30")).isFalse();
    assertThat(changed()).containsExactly("key0");
  }

  @Test
  void takeBack_ofAVersion_hasAllChangedAgain() {
    slot("a");
    slot("b");
    table.drained();
    slot("b");

    table.takeBack();

    assertThat(changed()).containsExactly("b", "a");
  }

  private List<String> changed() {
    List<String> keys = new ArrayList<>();
    table.changed(slot -> keys.add(table.key(slot)));
    return keys;
  }
}
