/** Published versions and checkpoints to bytes and back: JSON and safetensors. */
@NullMarked
package io.gradstream.codec;

import org.jspecify.annotations.NullMarked;
