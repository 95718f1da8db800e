/**
 * The pipeline's ports on Kafka: a session with its source, and the transaction that joins a
 * version with its offsets. The only room that sees Kafka's client.
 *
 * <p>A learner's life, which starts over at {@code ABORTED} and at {@code FENCED}, and ends with
 * every other {@link io.gradstream.kafka.client.KafkaFailure}:
 *
 * <ol>
 *   <li>{@link io.gradstream.kafka.client.TopicsAdmin} makes the topics that are missing of those
 *       it writes;
 *   <li>{@link io.gradstream.kafka.restore.Restore} finds the newest version and its state: who
 *       cannot go on from it ends here, and nobody is the worse for it;
 *   <li>{@link io.gradstream.kafka.input.KafkaSampleSource} says where to start, which for a
 *       version is behind it and in the very topic that it has learned;
 *   <li>{@link io.gradstream.kafka.GroupPlace} says whether another learner of the name is at work:
 *       until it is gone this one stands by, and follows what that one publishes;
 *   <li>the place in the group is taken, and {@link io.gradstream.kafka.KafkaVersionSink} opened:
 *       predecessors are fenced, and what they left unfinished is settled and restored;
 *   <li>the source is subscribed to;
 *   <li>versions are published, each committing its offsets if that is the topic still.
 * </ol>
 *
 * <p>A model whose record could become larger than {@link io.gradstream.pipeline.RecordLimits}
 * allow goes in blocks, of which a version sends those that changed. A manifest behind them carries
 * one sum, of the versions that wrote each block last: compaction can only make a reader's blocks
 * older or missing, so that the sum fits exactly when all of them are that version's.
 *
 * <p>What decides over positions is the published version, never the group's committed offsets:
 * these are written with it so that Kafka's own tools show the learner's lag. The group gives
 * membership. One static member under the learner's name means that a learner started again needs
 * no rebalance, and that the group itself says which of several is the learner: they wait until it
 * has left, or its session has timed out, and whoever joins last is the next.
 *
 * <p>Beside the consumer, which tells of records only, {@link io.gradstream.kafka.input.InputWatch}
 * asks which topic has the name, which partitions it has and where they end: so that every
 * partition is read, that the lag is known whatever the learner does, and that another topic of the
 * same name is not taken for ours.
 */
@NullMarked
package io.gradstream.kafka;

import org.jspecify.annotations.NullMarked;
