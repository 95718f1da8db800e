package io.gradstream.pipeline.simulate;

import io.gradstream.codec.block.RoundCodec;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.RejectedSample;
import io.gradstream.learn.Learner;
import io.gradstream.learn.MergedLearner;
import io.gradstream.learn.RoundLearner;
import io.gradstream.learn.merge.ScaleSettings;
import io.gradstream.record.SampleDecoder;
import io.gradstream.version.OffsetRange;
import io.gradstream.version.Round;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a member's part takes on this machine: one of them learns the samples of a topic over and
 * over, in rounds that it writes and reads in memory. As long as it is measured it runs before, for
 * the JVM compiles until then.
 */
public final class MemberMeasurement {
  private final SimulatedTopic topic;
  private final int round;
  private final MergedLearner merged;
  private final RoundLearner copy;
  private final SampleDecoder decoder;
  private final MiniBatch batch;
  private final RoundCodec codec = new RoundCodec();
  private long offset;
  private long sampleNs;
  private long roundNs;
  private long encodeNs;
  private long mergeNs;
  private long samples;
  private long rounds;
  private long bytes;

  /** A measurement with rounds as configured. */
  public MemberMeasurement(
      Supplier<Learner> learners,
      Function<Learner, SampleDecoder> decoders,
      ScaleSettings scale,
      SimulatedTopic topic) {
    this.topic = topic.with(1);
    this.round = scale.round();
    this.merged = new MergedLearner(learners.get(), scale, topic.name());
    this.copy = new RoundLearner(learners.get());
    this.decoder = decoders.apply(copy.learner());
    this.batch = copy.learner().newBatch();
  }

  /** Measures for so long. */
  public MemberCosts over(Duration length) {
    learnFor(length);
    sampleNs = 0;
    roundNs = 0;
    encodeNs = 0;
    mergeNs = 0;
    samples = 0;
    rounds = 0;
    bytes = 0;
    learnFor(length);
    return new MemberCosts(
        sampleNs / (double) samples,
        roundNs / (double) rounds,
        encodeNs / (double) bytes,
        mergeNs / (double) bytes);
  }

  /** How many bytes a round had, on average, where it was measured. */
  public double roundBytes() {
    return bytes / (double) rounds;
  }

  private void learnFor(Duration length) {
    long beganNs = System.nanoTime();
    do {
      learnRound();
    } while (System.nanoTime() - beganNs < length.toNanos());
  }

  private void learnRound() {
    long beganNs = System.nanoTime();
    copy.begin(merged);
    long begunNs = System.nanoTime();
    for (int i = 0; i < round; i++) {
      decode(topic.value(0, offset + i));
    }
    learn();
    long learnedNs = System.nanoTime();
    copy.advance(0, new OffsetRange(offset, offset + round));
    Round made = copy.end("measured", 0);
    long endedNs = System.nanoTime();
    byte[] written = codec.encode(made);
    long writtenNs = System.nanoTime();
    var unused = merged.apply(merged.position(), codec.decode(written));
    mergeNs += System.nanoTime() - writtenNs;
    encodeNs += writtenNs - endedNs;
    roundNs += endedNs - learnedNs + begunNs - beganNs;
    sampleNs += learnedNs - begunNs;
    offset += round;
    samples += round;
    rounds++;
    bytes += written.length;
  }

  private void decode(byte[] record) {
    try {
      decoder.decode(record, batch);
    } catch (RejectedSample rejected) {
      // It costs what it costs, and is told of where it is learned.
    }
    if (batch.isFull()) {
      learn();
    }
  }

  private void learn() {
    if (batch.rows() > 0) {
      copy.learn(batch, (row, reason) -> {});
      batch.clear();
    }
  }
}
