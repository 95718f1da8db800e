/**
 * Numbers, categories and tokens as they are written in text, and their hashes. What is made of
 * each byte is settled here for every format alike.
 */
@NullMarked
package io.gradstream.data.text;

import org.jspecify.annotations.NullMarked;
