package io.gradstream.kafka.input;

import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.pipeline.Session;
import io.gradstream.pipeline.StreamException;
import java.io.IOException;
import java.util.List;

/**
 * Sessions that are not opened before their input topic is there, which somebody else makes.
 *
 * @param kafka the cluster
 * @param topics the input topics
 * @param sessions opened then
 */
public record InputAwaited(KafkaSettings kafka, List<String> topics, Session.Factory sessions)
    implements Session.Factory {
  /**
   * {@inheritDoc}
   *
   * @throws StreamException that passes, if there is no such topic yet
   */
  @Override
  public Session open() throws IOException {
    try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
      for (String topic : topics) {
        if (!admin.exists(topic)) {
          throw new MissingException("there is no topic %s yet".formatted(topic));
        }
      }
    }
    return sessions.open();
  }

  private static final class MissingException extends StreamException {
    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }

    @Override
    public boolean isTransient(boolean wasOpen) {
      return true;
    }
  }
}
