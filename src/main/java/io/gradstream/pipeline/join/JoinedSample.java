package io.gradstream.pipeline.join;

/**
 * A sample whose halves have found each other.
 *
 * @param features the record of its features
 * @param outputs what the model gave out for them when they came
 * @param target what is to be learned of them
 */
public record JoinedSample(KeptRecord features, float[] outputs, Target target) {}
