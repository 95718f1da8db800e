package io.gradstream.simulation;

import io.gradstream.kafka.client.ClientSupplier;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.Deserializer;

/** Kafka's clients in a process, whose properties mean what they do in Kafka's library. */
final class SimulatedClients implements ClientSupplier {
  private final Connection connection;

  SimulatedClients(Connection connection) {
    this.connection = connection;
  }

  @Override
  public Admin admin(Map<String, Object> properties) {
    return PartialInterface.of(Admin.class, new SimulatedAdmin(connection));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Consumer<byte[], byte[]> consumer(
      Map<String, Object> properties, Deserializer<byte[]> keys, Deserializer<byte[]> values) {
    return PartialInterface.of(
        Consumer.class, new SimulatedConsumer(connection, properties, keys, values));
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> producer(Map<String, Object> properties) {
    return PartialInterface.of(Producer.class, new SimulatedProducer(connection, properties));
  }
}
