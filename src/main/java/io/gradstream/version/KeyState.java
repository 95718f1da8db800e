package io.gradstream.version;

/**
 * All that there is of the model of one key, in the order that its learner's configuration gives:
 * what the learner needs to go on with it, bit for bit.
 *
 * @param key the value of the field that says which model a sample is for
 * @param version the version that it was published with
 * @param tensors the parameters, and what the optimizer keeps of them
 * @param numbers steps and samples, the optimizer's numbers, and sums that features are scaled by
 */
// Arrays within a record, because they only pass through: it is neither compared nor changed.
@SuppressWarnings("ArrayRecordComponent")
public record KeyState(String key, long version, float[] tensors, double[] numbers) {}
