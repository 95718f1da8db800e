package io.gradstream.kafka.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.KafkaSettings;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run of a learner knows its own members of the group, and those of a process that died. */
class LearnerInstanceTest {
  private final LearnerInstance self = LearnerInstance.of(new KafkaSettings());

  @Test
  void is_everyClientIdOfItsOwn() {
    String first = self.nextClientId();
    String second = self.nextClientId();

    assertThat(first).isNotEqualTo(second).startsWith("gradstream@");
    assertThat(self.is(first)).isTrue();
    assertThat(self.is(second)).isTrue();
  }

  @Test
  void succeeds_anotherRunOfItsProcess_asLongAsItIsNew() {
    String other = LearnerInstance.of(new KafkaSettings()).nextClientId();

    assertThat(self.is(other)).isFalse();
    assertThat(self.succeeds(other)).isTrue();
    self.settle();
    assertThat(self.succeeds(other)).isFalse();
  }

  @Test
  void succeeds_processOfThisHost_onlyOnceItIsDead() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    long startedMs = other.info().startInstant().orElseThrow().toEpochMilli();
    String member = idOf(other.pid(), startedMs);

    assertThat(self.succeeds(member)).isFalse();
    other.destroyForcibly().waitFor();
    assertThat(self.succeeds(member)).isTrue();
  }

  /** Ids of processes come again, in containers all the time. */
  @Test
  void succeeds_processWhoseIdAnotherHasByNow() throws IOException {
    Process other = new ProcessBuilder("sleep", "60").start();
    long self = ProcessHandle.current().pid();
    try {
      assertThat(this.self.succeeds(idOf(other.pid(), 1))).isTrue();
      assertThat(this.self.succeeds(idOf(self, 1))).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer-flights-1", "", "gradstream@elsewhere-1-1-1-1"})
  void succeeds_nobodyThatItDoesNotKnow(String clientId) {
    assertThat(self.succeeds(clientId)).isFalse();
    assertThat(self.is(clientId)).isFalse();
  }

  @Test
  void nextClientId_beginsWithTheOneThatIsSet() {
    LearnerInstance named = LearnerInstance.of(settings("team-7"));

    assertThat(named.nextClientId()).startsWith("team-7@");
    assertThat(named.is(named.nextClientId())).isTrue();
    assertThat(named.succeeds(self.nextClientId())).isFalse();
  }

  @Test
  void describe_namesProcessAndHost() {
    assertThat(LearnerInstance.describe("gradstream@pod-7f-x-42-1700000000000-1-3"))
        .contains("process 42 on pod-7f-x");
    assertThat(LearnerInstance.describe("consumer-flights-1")).isEmpty();
  }

  private static KafkaSettings settings(String clientId) {
    return new KafkaSettings("localhost:9092", Map.of("client.id", clientId));
  }

  private String idOf(long pid, long startedMs) {
    return self.nextClientId()
        .replaceFirst("-\\d+-\\d+-\\d+-\\d+$", "-%d-%d-1-1".formatted(pid, startedMs));
  }
}
