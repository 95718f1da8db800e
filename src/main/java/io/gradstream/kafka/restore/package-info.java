/**
 * Reading back what was published: the records that are committed now, those of them that are a
 * model's, and of those the newest version that is whole. What is damaged or another's is passed
 * over, once told and never an end.
 */
@NullMarked
package io.gradstream.kafka.restore;

import org.jspecify.annotations.NullMarked;
