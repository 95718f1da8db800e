package io.gradstream.kafka.client;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Where Kafka's clients come from, of their properties: its library, or a simulation of it. */
public interface ClientSupplier {
  /** Kafka's library. */
  ClientSupplier KAFKA = new Library();

  /** Asks about topics, groups and transactions. */
  Admin admin(Map<String, Object> properties);

  /** Reads records, of what these make of keys and values. */
  Consumer<byte[], byte[]> consumer(
      Map<String, Object> properties, Deserializer<byte[]> keys, Deserializer<byte[]> values);

  /** Writes records. */
  Producer<byte[], byte[]> producer(Map<String, Object> properties);

  /** Kafka's library. */
  final class Library implements ClientSupplier {
    private Library() {}

    @Override
    public Admin admin(Map<String, Object> properties) {
      return Admin.create(properties);
    }

    @Override
    public Consumer<byte[], byte[]> consumer(
        Map<String, Object> properties, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
      return new KafkaConsumer<>(properties, keys, values);
    }

    @Override
    public Producer<byte[], byte[]> producer(Map<String, Object> properties) {
      return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
  }
}
