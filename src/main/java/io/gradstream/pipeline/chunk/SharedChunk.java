package io.gradstream.pipeline.chunk;

import org.jspecify.annotations.Nullable;

/** A chunk that several learn, decoded by whoever comes to it first. */
public final class SharedChunk extends ForwardingChunk {
  private @Nullable DecodedChunk decoded; // guarded by this

  /** This chunk, for several. */
  public SharedChunk(RecordChunk chunk) {
    super(chunk);
  }

  @Override
  public DecodedChunk decodedBy(ReadAhead ahead) {
    return ahead.same(once(ahead));
  }

  private synchronized DecodedChunk once(ReadAhead ahead) {
    if (decoded == null) {
      decoded = ahead.decodeNow(this);
    }
    return decoded;
  }
}
