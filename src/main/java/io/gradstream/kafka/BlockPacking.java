package io.gradstream.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.utils.ByteBufferOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the records of a large model are packed unless the configuration says how: by zstd, for most
 * of such a model is zeros. Its library is not Java, and is unpacked to a directory for temporary
 * files: where there is none that it can be run from, nothing is packed.
 */
final class BlockPacking {
  private static final Logger LOG = LoggerFactory.getLogger(BlockPacking.class);

  /** The format of batches that all brokers have that are not very old. */
  private static final byte BATCHES = 2;

  private BlockPacking() {}

  /** What a producer should have, if nothing else is said. */
  static Map<String, Object> preferred() {
    return isZstdThere()
        ? Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "zstd",
            // What has been learned everywhere hardly becomes smaller, and is soon done with.
            ProducerConfig.COMPRESSION_ZSTD_LEVEL_CONFIG,
            1)
        : Map.of();
  }

  private static boolean isZstdThere() {
    ByteBufferOutputStream packed = new ByteBufferOutputStream(64);
    try (OutputStream out = Compression.zstd().build().wrapForOutput(packed, BATCHES)) {
      out.write(0);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError | RuntimeException missing) {
      LOG.debug("zstd cannot be loaded", missing);
      return false;
    }
  }
}
