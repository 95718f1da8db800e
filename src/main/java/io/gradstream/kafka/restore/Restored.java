package io.gradstream.kafka.restore;

import io.gradstream.codec.block.AssembledVersion;
import io.gradstream.codec.block.BlockWriter;
import io.gradstream.version.Snapshot;
import io.gradstream.version.WaitingRows;
import java.util.Optional;

/**
 * What was found of a model.
 *
 * @param newest its newest whole version with its state, if it has published any and is to go on
 * @param published its newest whole version, whatever has become of its state
 * @param version the highest number that any of its versions had, be it damaged; 0 without
 * @param versionBlocks goes on writing blocks to the topic of parameters
 * @param checkpointBlocks goes on writing blocks to the topic of state
 * @param waiting the rows there are of what waits for labels
 * @param keys where the models of keys are
 */
public record Restored(
    Optional<Snapshot> newest,
    Optional<AssembledVersion> published,
    long version,
    BlockWriter versionBlocks,
    BlockWriter checkpointBlocks,
    WaitingRows waiting,
    KeyIndex keys) {}
