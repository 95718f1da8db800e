/**
 * What a version and a checkpoint are: the values a learner leaves behind, whole or in blocks, and
 * what a version says of itself. Knows no learner that makes them and no bytes that they become.
 *
 * <p>A version says all that a prediction needs, its loss included: without it nobody can tell a
 * logit from a number. So whoever predicts starts from a {@link
 * io.gradstream.version.ModelDescription} that is read from the version, and from no configuration,
 * which may have changed since.
 */
@NullMarked
package io.gradstream.version;

import org.jspecify.annotations.NullMarked;
