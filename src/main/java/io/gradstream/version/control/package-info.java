/**
 * What a learner is told to do while it learns, and what it has done of it: part of its versions,
 * so that who reads them knows what the samples alone do not explain.
 */
@NullMarked
package io.gradstream.version.control;

import org.jspecify.annotations.NullMarked;
