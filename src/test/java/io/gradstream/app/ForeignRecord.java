package io.gradstream.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** What others may write under a learner's keys, and what a disk may make of its own records. */
enum ForeignRecord {
  CONSOLE_TEXT {
    @Override
    byte[] value(byte[] ours) {
      return "hello there".getBytes(UTF_8);
    }
  },
  EMPTY_VALUE {
    @Override
    byte[] value(byte[] ours) {
      return new byte[0];
    }
  },
  TOMBSTONE {
    @Override
    byte @Nullable [] value(byte[] ours) {
      return null;
    }
  },
  HEADERS_WITHOUT_VALUE {
    @Override
    byte @Nullable [] value(byte[] ours) {
      return null;
    }

    @Override
    @Nullable String header(String model) {
      return model + "/99";
    }
  },
  OTHER_JSON {
    @Override
    byte[] value(byte[] ours) {
      return "{\"id\":17,\"version\":4711,\"parameters\":[1,2],\"tensors\":null}".getBytes(UTF_8);
    }
  },
  JSON_LIST {
    @Override
    byte[] value(byte[] ours) {
      return "[1, 2, 3]".getBytes(UTF_8);
    }
  },
  RANDOM_BYTES {
    @Override
    byte[] value(byte[] ours) {
      byte[] bytes = new byte[4096];
      new SplittableRandom(5).nextBytes(bytes);
      return bytes;
    }
  },
  TRUNCATED {
    @Override
    byte[] value(byte[] ours) {
      return Arrays.copyOf(ours, 2 * ours.length / 3);
    }
  },
  TRUNCATED_IN_ITS_HEAD {
    @Override
    byte[] value(byte[] ours) {
      return Arrays.copyOf(ours, 60);
    }
  },
  /** Half a sector that was never written. */
  ZEROED {
    @Override
    byte[] value(byte[] ours) {
      byte[] zeroed = ours.clone();
      Arrays.fill(zeroed, 20, Math.min(zeroed.length, 280), (byte) 0);
      return zeroed;
    }
  },
  COPY_WITHOUT_HEADER {
    @Override
    byte[] value(byte[] ours) {
      return ours;
    }
  },
  WRONG_HEADER {
    @Override
    byte[] value(byte[] ours) {
      return ours;
    }

    @Override
    String header(String model) {
      return "1.4.2";
    }
  },
  HEADER_OF_ANOTHER_VERSION {
    @Override
    byte[] value(byte[] ours) {
      return ours;
    }

    @Override
    String header(String model) {
      return model + "/7";
    }
  },
  HEADER_OF_ANOTHER_MODEL {
    @Override
    byte[] value(byte[] ours) {
      return ours;
    }

    @Override
    String header(String model) {
      return "other/4";
    }
  },
  /** Every number of it, where there are such; in JSON that is no number at all. */
  NOT_A_NUMBER {
    @Override
    byte[] value(byte[] ours) {
      String text = new String(ours, ISO_8859_1);
      if (ours[0] == '{') {
        return text.replaceFirst("\"data\":\\[[^,\\]]*", "\"data\":[NaN").getBytes(ISO_8859_1);
      }
      byte[] bytes = ours.clone();
      Arrays.fill(bytes, bytes.length - 4, bytes.length, (byte) 0xff);
      return bytes;
    }
  };

  /** What it has instead of a record of ours. */
  abstract byte @Nullable [] value(byte[] ours);

  /** What it says of itself in the header that versions have. */
  @Nullable String header(String model) {
    return null;
  }

  boolean isTombstone() {
    return value(new byte[1024]) == null;
  }

  /** Such a record behind one of a model's. */
  ProducerRecord<byte[], byte[]> behind(ConsumerRecord<byte[], byte[]> ours, String model) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(ours.topic(), ours.key(), value(ours.value()));
    String header = header(model);
    if (header != null) {
      record.headers().add("gradstream.version", header.getBytes(UTF_8));
    }
    return record;
  }
}
