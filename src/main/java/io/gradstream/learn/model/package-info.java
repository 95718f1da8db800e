/**
 * The model by its inputs: the modules with the parameters and the vocabularies that belong to
 * them, loaded whole or from blocks; and the {@link io.gradstream.learn.model.Predictor}, which is
 * built from a version and from no configuration, and goes on across a model that was started over.
 */
@NullMarked
package io.gradstream.learn.model;

import org.jspecify.annotations.NullMarked;
