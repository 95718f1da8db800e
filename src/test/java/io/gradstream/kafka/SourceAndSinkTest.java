package io.gradstream.kafka;

import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on the embedded broker. */
@ExtendWith(SharedBroker.class)
class SourceAndSinkTest extends SourceAndSinkContract {
  @Override
  KafkaSettings kafka() {
    return SharedBroker.kafka();
  }
}
