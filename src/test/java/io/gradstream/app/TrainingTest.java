package io.gradstream.app;

import static io.gradstream.app.MemoryStream.passing;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradstream.app.train.InputFormat;
import io.gradstream.app.train.LearnerFactory;
import io.gradstream.app.train.Training;
import io.gradstream.app.train.TrainingListener;
import io.gradstream.app.train.UsageException;
import io.gradstream.config.Settings;
import io.gradstream.learn.ConfigurationChangedException;
import io.gradstream.learn.DivergedException;
import io.gradstream.pipeline.StreamException;
import io.gradstream.record.RetriableDecodingException;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.ModelVersion;
import io.gradstream.version.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole training loop over a stream that is not Kafka's, in virtual time. */
class TrainingTest {
  private static final List<String> SAMPLES =
      IntStream.range(0, 100)
          .mapToObj(i -> "{\"x\": %d, \"y\": %d}".formatted(i % 10, i % 7))
          .toList();

  @TempDir private Path directory;

  @Test
  void learning_lostCommits_learnsEverySampleOnce() {
    MemoryStream stream =
        new MemoryStream(SAMPLES)
            .failingCommit(2, passing("aborted"))
            .failingCommit(4, passing("aborted"))
            .failingCommit(5, passing("aborted"));

    complete(training(stream));

    assertThat(stream.openedMs()).hasSize(4);
    requireUndisturbed(stream);
  }

  @Test
  void learning_failureThatWasACommit_learnsEverySampleOnce() {
    MemoryStream stream = new MemoryStream(SAMPLES).failingAfterCommit(3, passing("no answer"));

    complete(training(stream));

    assertThat(stream.openedMs()).hasSize(2);
    requireUndisturbed(stream);
  }

  @Test
  void learning_startedAgain_goesOnFromTheNewestVersion() {
    MemoryStream stream =
        new MemoryStream(SAMPLES).failingCommit(3, new StreamException("not authorized"));
    fail(training(stream), "not authorized");
    assertThat(stream.committed()).hasSize(2);

    complete(training(stream));

    requireUndisturbed(stream);
  }

  @Test
  void learning_startingOver_leavesTheModelBehindAndCountsItsVersionsOn() {
    MemoryStream stream = new MemoryStream(SAMPLES);
    complete(training(stream));
    int versions = stream.committed().size();

    complete(training(stream).with(Training.Start.OVER));

    assertThat(stream.committed().get(versions).version().version()).isEqualTo(versions + 1);
    assertThat(newest(stream).samples()).isEqualTo(SAMPLES.size());
  }

  @Test
  void learning_anotherOfItsNameTookOver_standsByAndGoesOnWhenThatIsGone() {
    MemoryStream stream = new MemoryStream(SAMPLES).takenOverAfter(3, 7);
    Told told = new Told();

    complete(training(stream, told));

    assertThat(told.standingBy()).isEqualTo(7);
    assertThat(stream.takeOvers()).isEqualTo(2);
    requireUndisturbed(stream);
  }

  @Test
  void learning_besideAnother_goesOnFromWhatThatHasPublishedMeanwhile() {
    MemoryStream other = new MemoryStream(SAMPLES).failingCommit(4, new StreamException("it died"));
    fail(training(other), "it died");
    Iterator<Snapshot> published = other.committed().iterator();
    MemoryStream stream = new MemoryStream(SAMPLES).besideAnother(3);

    complete(training(stream, new Told().with(() -> stream.commit(published.next()))));

    assertThat(published).isExhausted();
    requireUndisturbed(stream);
  }

  @Test
  void learning_stoppedWhileStandingBy_endsWithoutTakingOver() {
    MemoryStream stream = new MemoryStream(SAMPLES).besideAnother(Integer.MAX_VALUE);
    Told told = new Told();
    Training training = training(stream, told);
    told.with(training::stop);

    complete(training);

    assertThat(stream.takeOvers()).isZero();
    assertThat(stream.committed()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void learning_placeIsLostWhileItIsStopped_endsAndLeavesTheRestToOthers(boolean fenced) {
    StreamException lost = fenced ? MemoryStream.fenced() : passing("aborted");
    MemoryStream stream = new MemoryStream(SAMPLES).failingCommit(3, lost);
    AtVersion second = new AtVersion(2);
    Training training = training(stream, second);
    second.action = training::stop;

    complete(training);

    assertThat(stream.committed()).hasSize(2);
    complete(training(stream));
    requireUndisturbed(stream);
  }

  /** Does something when a version is public. */
  private static final class AtVersion implements TrainingListener {
    private final long number;
    private Runnable action = () -> {};

    AtVersion(long number) {
      this.number = number;
    }

    @Override
    public void published(ModelVersion version) {
      if (version.version() == number) {
        action.run();
      }
    }
  }

  /** Whoever is at work is left alone by one that cannot go on, whatever keeps that from it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "learningRate: 0.01 | learningRate: 0.02",
        "type: mse | type: huber",
        "out: 1}] | out: 1}], initial: missing.safetensors"
      })
  void learning_thatCannotGoOn_takesNoPlace(String setting, String other) {
    MemoryStream stream = new MemoryStream(SAMPLES);
    complete(training(stream));
    String yaml = yaml().replace(setting, other);

    VirtualTime.afterLong(training(stream, yaml)::learning)
        .verifyErrorMatches(
            failure ->
                failure instanceof ConfigurationChangedException
                    || failure instanceof UsageException);

    assertThat(stream.takeOvers()).isEqualTo(1);
  }

  /** Counts how often a learner says that it stands by, and does something each time. */
  private static final class Told implements TrainingListener {
    private Runnable action = () -> {};
    private int standingBy;

    Told with(Runnable each) {
      action = each;
      return this;
    }

    int standingBy() {
      return standingBy;
    }

    @Override
    public void standingBy(String incumbent) {
      standingBy++;
      action.run();
    }
  }

  @Test
  void learning_nobodyAnswersAtTheStart_ends() {
    MemoryStream stream = new MemoryStream(SAMPLES).failingOpening(1, passing("nobody answers"));

    fail(training(stream), "nobody answers");
  }

  /** A version makes good for all that was before it. */
  @Test
  void learning_failuresInARow_areRetriedEverMoreSeldom() {
    MemoryStream stream =
        new MemoryStream(SAMPLES)
            .failingCommit(1, passing("aborted"))
            .failingCommit(3, passing("aborted"));
    IntStream.rangeClosed(2, 9).forEach(i -> stream.failingOpening(i, passing("away")));

    complete(training(stream));

    long[] waitedMs =
        IntStream.range(1, stream.openedMs().size())
            .mapToLong(i -> stream.openedMs().get(i) - stream.openedMs().get(i - 1))
            .toArray();
    assertThat(waitedMs).hasSize(10);
    assertThat(waitedMs[0]).isBetween(100L, 300L);
    assertThat(LongStream.of(waitedMs).max().orElseThrow()).isGreaterThan(4_000);
    assertThat(waitedMs[9]).isBetween(100L, 300L);
    requireUndisturbed(stream);
  }

  /** What lacks is the decoder's alone to know: a registry, or whatever another format needs. */
  @Test
  void learning_decoderThatLacksSomethingForNow_goesOnOnceItDoesNot() {
    MemoryStream stream = new MemoryStream(SAMPLES);
    AtomicInteger decoded = new AtomicInteger();
    Training.Parts parts = parts(stream, settings(yaml()));
    Training training =
        new Training(
            new Training.Parts(
                parts.sessions(),
                parts.newLearner(),
                sample -> lacking(parts.decoders().apply(sample), decoded, Set.of(1, 2, 20)),
                parts.publish(),
                parts.limits()),
            new TrainingListener() {});

    complete(training);

    assertThat(stream.openedMs()).hasSize(4);
    requireUndisturbed(stream);
  }

  /** A decoder that fails at these records, counted from 1 over all that are tried. */
  private static SampleDecoder lacking(
      SampleDecoder decoder, AtomicInteger decoded, Set<Integer> failing) {
    return (record, batch) -> {
      if (failing.contains(decoded.incrementAndGet())) {
        throw new RetriableDecodingException(new IOException("no answer"));
      }
      decoder.decode(record, batch);
    };
  }

  /** The last sample of a stretch that has no version yet, twice: each costs only itself. */
  @Test
  void learning_samplesThatCannotBeLearned_areLeftOut() {
    List<String> samples = new ArrayList<>(SAMPLES);
    samples.add(27, "{\"x\": 1, \"y\": 1e30}");
    samples.add(28, "{\"x\": 1, \"y\": -1e30}");
    samples.add("{\"x\": 1, \"y\": 1e30}");
    MemoryStream stream = new MemoryStream(samples);

    Training training = training(stream);
    complete(training);

    assertThat(training.progress().rejections().count()).isEqualTo(3);
    assertThat(newest(stream).samples()).isEqualTo(SAMPLES.size());
    assertThat(newest(stream).fingerprint()).isEqualTo(newest(undisturbed()).fingerprint());
  }

  /** The step is finite, and what comes of it is not: at an end, and on the way to one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 20})
  void learning_parametersThatOutgrowFloat32_ends(int samples) {
    List<String> large = Collections.nCopies(samples, "{\"x\": 1e7, \"y\": 1e9}");
    Training training = training(new MemoryStream(large), yaml().replace("0.01", "1e30"));

    VirtualTime.afterLong(training::learning)
        .verifyErrorMatches(
            failure ->
                failure instanceof DivergedException
                    && String.valueOf(failure.getMessage()).contains("the model diverged"));
  }

  private void requireUndisturbed(MemoryStream stream) {
    assertThat(stream.committed())
        .extracting(each -> each.version().version())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(1, stream.committed().size()).boxed().toList());
    assertThat(Learned.of(newest(stream))).isEqualTo(Learned.of(newest(undisturbed())));
    assertThat(newest(stream).offsets()).isEqualTo(newest(undisturbed()).offsets());
  }

  private MemoryStream undisturbed() {
    MemoryStream stream = new MemoryStream(SAMPLES);
    complete(training(stream));
    return stream;
  }

  private static ModelVersion newest(MemoryStream stream) {
    List<Snapshot> all = stream.committed();
    return all.get(all.size() - 1).version();
  }

  private static void complete(Training training) {
    VirtualTime.afterLong(training::learning).verifyComplete();
  }

  private static void fail(Training training, String message) {
    VirtualTime.afterLong(training::learning).verifyErrorMessage(message);
  }

  private Training training(MemoryStream stream) {
    return training(stream, yaml());
  }

  private Training training(MemoryStream stream, TrainingListener listener) {
    return new Training(parts(stream, settings(yaml())), listener);
  }

  private Training training(MemoryStream stream, String yaml) {
    return new Training(parts(stream, settings(yaml)), new TrainingListener() {});
  }

  private static Training.Parts parts(MemoryStream stream, Settings settings) {
    return new Training.Parts(
        stream,
        new LearnerFactory(settings),
        InputFormat.ofTopic(settings)::labelled,
        settings.publish(),
        settings.input().sampleLimits());
  }

  private static String yaml() {
    return """
        name: line
        input: {topic: memory}
        sample:
          features: [{field: x, type: numeric, scale: standard}]
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01, momentum: 0.9}
        batch: {mode: single}
        publish: {everySteps: 7}
        """;
  }

  private Settings settings(String yaml) {
    try {
      return Settings.read(Files.writeString(directory.resolve("c.yaml"), yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
