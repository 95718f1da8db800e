package io.gradstream.app.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.record.OversizeRecord;
import io.gradstream.record.RecordReader;
import io.gradstream.record.json.JsonFormat;
import io.gradstream.replica.Explanation;
import io.gradstream.replica.ModelReplica;
import io.gradstream.replica.Prediction;
import io.gradstream.serve.Predictions;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the samples of a request by the newest version: one by an object as {@code predict} gives
 * it, several, in an array or a line each, by an array of them in their order. From any thread.
 */
public final class RequestPredictor implements Predictions {
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAVAILABLE = 503;

  private final Supplier<ModelReplica> replica;
  private final Listener listener;

  /** Whoever counts what is answered. */
  @FunctionalInterface
  public interface Listener {
    /** So many samples of a request were predicted, so many were none, and it took so long. */
    void answered(long predicted, long refused, long nanoseconds);
  }

  /**
   * Answers by a replica.
   *
   * @param replica asked for with each request
   * @param listener is told of every request
   */
  public RequestPredictor(Supplier<ModelReplica> replica, Listener listener) {
    this.replica = replica;
    this.listener = listener;
  }

  /** Answers by a replica, and nobody counts. */
  public static RequestPredictor of(Supplier<ModelReplica> replica) {
    return new RequestPredictor(replica, (predicted, refused, nanoseconds) -> {});
  }

  @Override
  public Answer answer(byte[] body) {
    long startNs = System.nanoTime();
    ModelReplica by = replica.get();
    Optional<ModelVersion> newest = by.version();
    if (newest.isEmpty()) {
      return new Answer(UNAVAILABLE, error("there is no version yet: try again in a moment"));
    }
    List<byte[]> samples = samples(body);
    if (isBlank(body)) {
      return new Answer(BAD_REQUEST, error("send a sample, a JSON object, or an array of them"));
    }
    ExplainRequest explain = new ExplainRequest(body, newest.get());
    List<String> answers = new ArrayList<>();
    long refused = 0;
    for (byte[] sample : samples) {
      PredictionLines answer = new PredictionLines();
      refused += predict(by, sample, explain.isIn(sample), answer) ? 0 : 1;
      answers.add(answer.take().strip());
    }
    listener.answered(answers.size() - refused, refused, System.nanoTime() - startNs);
    if (isOne(body, samples)) {
      return new Answer(refused == 0 ? OK : BAD_REQUEST, answers.get(0) + "\n");
    }
    return new Answer(OK, "[" + String.join(",\n", answers) + "]\n");
  }

  private static boolean isBlank(byte[] body) {
    return new String(body, UTF_8).isBlank();
  }

  /** What is no array is one sample, also if it is none at all. */
  private static boolean isOne(byte[] body, List<byte[]> samples) {
    return samples.size() == 1 && new String(body, UTF_8).stripLeading().charAt(0) != '[';
  }

  /** Whether it is a sample, and the answer no error. */
  private static boolean predict(
      ModelReplica by, byte[] sample, boolean explain, PredictionLines answer) {
    try {
      Explanation explained =
          explain ? by.explain(sample) : new Explanation(by.predict(sample), Map.of());
      Prediction prediction = explained.prediction();
      Tensor row = Tensor.of(new float[][] {prediction.outputs()});
      answer.addPrediction(
          prediction.label(), prediction.version(), row, 0, explained.contributions());
      return true;
    } catch (IllegalArgumentException rejection) {
      answer.addError(String.valueOf(rejection.getMessage()));
      return false;
    }
  }

  private static List<byte[]> samples(byte[] body) {
    List<byte[]> samples = new ArrayList<>();
    try (RecordReader records = new JsonFormat().framing().read(new ByteArrayInputStream(body))) {
      byte[] next = next(records);
      while (next != null) {
        samples.add(next);
        next = next(records);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return samples;
  }

  private static byte @Nullable [] next(RecordReader records) throws IOException {
    try {
      return records.next();
    } catch (OversizeRecord tooLong) {
      return tooLong.beginning();
    }
  }

  private static String error(String why) {
    PredictionLines line = new PredictionLines();
    line.addError(why);
    return line.take();
  }
}
