package io.gradstream.data.text;

import com.dynatrace.hash4j.hashing.Hasher32;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Which of a field's buckets a category has: MurmurHash3_x86_32 over the UTF-8 of its text, taken
 * as unsigned, modulo the number of buckets. Every language has this hash, so a consumer can find
 * the column that the learner chose.
 *
 * <p>In buckets of a field's own the seed is 0. In buckets that fields share it is the hash of the
 * field's path, itself with seed 0, so that the same text in two fields has two columns.
 */
public final class CategoryHash {
  public static final String OWN = "murmur3_32(utf8) seed 0, unsigned modulo buckets";
  public static final String SHARED =
      "murmur3_32(utf8) seed murmur3_32(utf8 of field), unsigned modulo columns";

  public static final String WHOLE = "murmur3_32(utf8) seed 0, unsigned";

  private static final Hasher32 UNSEEDED = Hashing.murmur3_32();

  private final Hasher32 murmur;
  private final int seed;
  private final int buckets;
  private final boolean masks;

  private CategoryHash(int seed, int buckets) {
    this.murmur = Hashing.murmur3_32(seed);
    this.seed = seed;
    this.buckets = buckets;
    this.masks = Integer.bitCount(buckets) == 1;
  }

  /** The hash into buckets that one field has of its own. */
  public static CategoryHash own(int buckets) {
    return new CategoryHash(0, buckets);
  }

  /** The hash of the field {@code field} into buckets that it shares with others. */
  public static CategoryHash shared(String field, int buckets) {
    return new CategoryHash(
        UNSEEDED.hashBytesToInt(field.getBytes(StandardCharsets.UTF_8)), buckets);
  }

  /** The seed as an unsigned number. */
  public long seed() {
    return Integer.toUnsignedLong(seed);
  }

  /**
   * The bucket, from 0 to {@code buckets - 1}, of the category {@code text}.
   *
   * @throws IllegalArgumentException if the text holds half a surrogate pair: it has no UTF-8 then
   */
  public int bucket(String text) {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return bucket(utf8.array(), 0, utf8.limit());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "a category must not hold half a surrogate pair: " + text, e);
    }
  }

  /** The hash, as an unsigned number, of the category whose UTF-8 these bytes are. */
  public long unsigned(byte[] utf8, int offset, int length) {
    return Integer.toUnsignedLong(murmur.hashBytesToInt(utf8, offset, length));
  }

  /** The bucket of the category whose UTF-8 these bytes are. */
  public int bucket(byte[] utf8, int offset, int length) {
    int hash = murmur.hashBytesToInt(utf8, offset, length);
    return masks ? hash & buckets - 1 : Integer.remainderUnsigned(hash, buckets);
  }
}
