package io.gradstream.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.kafka.client.Topics;
import io.gradstream.pipeline.Publication;
import io.gradstream.pipeline.RecordLimits;
import io.gradstream.version.Offsets;
import io.gradstream.version.WaitingRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** What a publication sends of what waits for labels. */
class VersionRecordsTest {
  private static final String MODEL = "m";
  private static final Topics TOPICS = new Topics("in", "parameters", "state", "dead");

  private final VersionRecords records =
      new VersionRecords(
          MODEL,
          TOPICS,
          Fixtures.ENCODERS,
          Map.of(),
          new RecordLimits("parameters", 1 << 20, "state", 1 << 20));

  @Test
  void send_ofWhatHasChanged_hasARecordForEachRow() {
    records.foundWaiting(rows(0, 7), true);

    assertThat(rowsOf(publication(Optional.of(rows(0, 8)))))
        .containsExactly("m/waiting/0=row 0", "m/waiting/8=row 8");
  }

  @Test
  void send_ofALearnerThatStartsOver_deletesWhatWasLeftBehindOnce() {
    records.foundWaiting(rows(0, 7), false);

    assertThat(rowsOf(publication(Optional.of(rows(0, 1)))))
        .containsExactly("m/waiting/0=row 0", "m/waiting/1=row 1", "m/waiting/7=null");
    assertThat(rowsOf(publication(Optional.of(rows(0))))).containsExactly("m/waiting/0=row 0");
  }

  @Test
  void send_ofALearnerThatJoinsNoMore_deletesAll() {
    records.foundWaiting(rows(0, 7), true);

    assertThat(rowsOf(publication(Optional.empty())))
        .containsExactly("m/waiting/0=null", "m/waiting/7=null");
  }

  private static WaitingRows rows(long... numbers) {
    TreeMap<Long, byte[]> rows = new TreeMap<>();
    for (long number : numbers) {
      rows.put(number, ("row " + number).getBytes(UTF_8));
    }
    return new WaitingRows(rows);
  }

  private static Publication publication(Optional<WaitingRows> waiting) {
    return new Publication(
        Fixtures.version(MODEL, 1, Offsets.none()),
        Fixtures.checkpoint(1),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        waiting,
        Optional.empty());
  }

  private List<String> rowsOf(Publication publication) {
    List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
    records.send(publication, sent::add);
    return sent.stream()
        .filter(record -> record.topic().equals("state"))
        .map(VersionRecordsTest::text)
        .filter(text -> text.contains("/waiting/"))
        .toList();
  }

  private static String text(ProducerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    return new String(record.key(), UTF_8)
        + "="
        + (value == null ? null : new String(value, UTF_8));
  }
}
