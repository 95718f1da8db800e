package io.gradstream.kafka;

import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the embedded broker, or on the one in a container. */
@ExtendWith(SharedBroker.class)
class SourceAndSinkTest extends SourceAndSinkContract {
  @Override
  KafkaSettings kafka() {
    return SharedBroker.kafka();
  }
}
