package io.gradstream.app;

import io.gradstream.app.train.LearnerFactory;
import io.gradstream.codec.block.RoundCodec;
import io.gradstream.config.Settings;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.merge.ScaleSettings;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What anybody makes of the log of a model that several learners share, from its first round on.
 */
final class DeltasLog {
  private final RoundCodec codec = new RoundCodec();
  private final Trial trial;
  private final String topic;
  private final MergedLearner model;

  /** One of which nothing is read yet. */
  DeltasLog(Trial trial) throws IOException {
    Settings settings = trial.settings();
    ScaleSettings scale = settings.scale().orElseThrow();
    this.trial = trial;
    this.topic = settings.modelName() + ".deltas";
    this.model = new MergedLearner(new LearnerFactory(settings).get(), scale, trial.inputTopic());
  }

  /** Reads what is there by now; to be called before members cut off what was not read yet. */
  void readOn() {
    for (ConsumerRecord<byte[], byte[]> record :
        trial.committed().recordsFrom(model.position(), topic)) {
      model.apply(record.offset(), codec.decode(record.value()));
    }
  }

  /** Reads all of it, once no transaction is pending. */
  void readToEnd() {
    var unused = trial.committed().settledEnd(topic);
    readOn();
  }

  /** That of the model's parameters. */
  String fingerprint() {
    return model.fingerprint();
  }
}
