package io.gradstream.replica;

import java.util.Map;

/**
 * What a linear model says of a sample, and what each field adds to that.
 *
 * @param prediction of the same version
 * @param contributions by field, in the features' order, behind that of {@link
 *     io.gradstream.learn.model.Contributions#BIAS}: to every output, before the loss makes
 *     probabilities of them; they sum up to it
 */
public record Explanation(Prediction prediction, Map<String, float[]> contributions) {}
