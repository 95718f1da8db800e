package io.gradstream.learn.vocabulary;

import io.gradstream.data.HashedFeature.Categorical;
import io.gradstream.data.VocabularySettings;
import io.gradstream.tensor.Tensor;
import io.gradstream.version.RowPatch;
import io.gradstream.version.VocabularyFigures;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The categories of one field that have a row of its table to themselves; all others share the row
 * behind them, {@link VocabularySettings#size}.
 *
 * <p>A category that was seen {@code admitAfter} times gets the first row that is free or, where
 * none is, that of the category unseen for longest, if that is {@code expireAfter} samples. Else it
 * goes on sharing. What the vocabulary is depends on the samples taken in, in their order, and on
 * nothing else. Taking in allocates nothing.
 */
public final class Vocabulary {
  /** More are not listed: who follows the versions compares the tensors then. */
  static final int MOST_LISTED = 1024;

  private static final int PAIR = Categories.PAIR;
  private static final int LOW_BITS = 24;
  private static final int LOW = (1 << LOW_BITS) - 1;

  private final Categorical field;
  private final VocabularySettings settings;
  private final Tensor categories;
  private final Tensor seen;
  private final Candidates candidates;
  private final RowIndex index;
  private final Recency recency;
  private final BitSet changed;
  private final float[] published;
  private final BitSet begun;
  private IntConsumer given = row -> {};
  private @Nullable Sightings sightings;
  private int taken;
  private long evictions;

  /** A vocabulary of this field without a category. */
  Vocabulary(Categorical field) {
    this.field = field;
    this.settings = field.vocabulary().orElseThrow();
    int size = settings.size();
    this.categories = Tensor.zeros(size, PAIR);
    this.seen = Tensor.zeros(size, PAIR);
    this.candidates = new Candidates(size, settings.admitAfter());
    this.index = new RowIndex(size);
    this.recency = new Recency(size);
    this.changed = new BitSet(size);
    this.published = new float[PAIR * size];
    this.begun = new BitSet(size);
  }

  /** Has this told every row too that gets a category, before the category is learned. */
  void onGiven(IntConsumer listener) {
    given = given.andThen(listener);
  }

  /** Notes what is taken in from now on, behind so many samples, and forgets what was noted. */
  void beginRound(long before) {
    sightings = new Sightings(before);
  }

  /** What has been taken in since the round began; empty where nothing was. */
  Optional<RowPatch> sightings() {
    return Optional.ofNullable(sightings).flatMap(Sightings::patch);
  }

  /** Whose these rows are; empty where they are none. */
  Optional<RowPatch> owners(BitSet rows) {
    int[] numbers = rows.stream().toArray();
    int[] owners =
        IntStream.of(numbers).map(row -> Categories.get(categories.data(), PAIR * row)).toArray();
    return numbers.length == 0
        ? Optional.empty()
        : Optional.of(Sightings.patch(numbers.length, numbers, owners));
  }

  /**
   * Takes in what another of this field has, behind so many samples.
   *
   * @param others by the numbers of samples, the first of which is 1; none where nothing was
   * @return the rows that have got a category by that; valid until the next call
   */
  BitSet admitAll(@Nullable RowPatch others, long before) {
    begun.clear();
    if (others == null) {
      return begun;
    }
    for (int i = 0; i < others.size(); i++) {
      int category = Categories.get(others.elements(0), PAIR * i);
      var unused = admit(category, before + others.row(i));
    }
    return begun;
  }

  /** The field's path. */
  String name() {
    return field.field();
  }

  /** How many rows categories have to themselves. */
  int size() {
    return settings.size();
  }

  /** The name of the tensor of categories. */
  public String tensor() {
    return field.rowCategories();
  }

  /** The row of a category, its own or the one that is shared. */
  public int row(int category) {
    int row = index.row(category);
    return row < 0 ? settings.size() : row;
  }

  /** Takes in that a sample, which are numbered, has a category, and gives the category's row. */
  public int admit(int category, long sample) {
    if (sightings != null) {
      sightings.add(category, sample);
    }
    int row = index.row(category);
    if (row < 0) {
      row = candidates.count(category) ? vacate(sample) : -1;
      if (row < 0) {
        return settings.size();
      }
      give(row, category);
    }
    see(row, sample);
    return row;
  }

  private int vacate(long sample) {
    if (taken < settings.size()) {
      return taken++;
    }
    int oldest = recency.oldest();
    if (sample - lastSeen(oldest) < settings.expireAfter()) {
      return -1;
    }
    index.remove(Categories.get(categories.data(), PAIR * oldest));
    evictions++;
    return oldest;
  }

  private void give(int row, int category) {
    candidates.remove(category);
    Categories.put(categories.data(), PAIR * row, category);
    index.put(category, row);
    begun.set(row);
    given.accept(row);
  }

  private void see(int row, long sample) {
    seen.data()[PAIR * row] = sample >>> LOW_BITS;
    seen.data()[PAIR * row + 1] = sample & LOW;
    recency.see(row);
    changed.set(row);
  }

  private long lastSeen(int row) {
    return (long) seen.data()[PAIR * row] << LOW_BITS | (long) seen.data()[PAIR * row + 1];
  }

  /** Which category each row has, {@code [size, 2]} as {@link Categories} has them; shared. */
  public Tensor categories() {
    return categories;
  }

  /** When the category of each row was last seen, in two numbers; shared. */
  public Tensor seen() {
    return seen;
  }

  /** The rows that have changed; whoever takes them up clears them. */
  public BitSet changed() {
    return changed;
  }

  /** The categories that have no row yet. */
  public Candidates candidates() {
    return candidates;
  }

  long evictions() {
    return evictions;
  }

  /** What a version says of it. */
  VocabularyFigures figures() {
    return figures(evicted());
  }

  /** The longest that {@link #figures} can be. */
  VocabularyFigures outline() {
    int most = Math.min(MOST_LISTED, settings.size());
    return figures(Collections.nCopies(most, Integer.toUnsignedLong(-1)));
  }

  private VocabularyFigures figures(List<Long> evicted) {
    return new VocabularyFigures(
        taken, evictions, evicted.size() > MOST_LISTED ? Optional.empty() : Optional.of(evicted));
  }

  /** The categories that had a row in the version before and have none now, as unsigned hashes. */
  private List<Long> evicted() {
    return IntStream.range(0, settings.size())
        .map(row -> PAIR * row)
        .filter(at -> !Categories.isNone(published, at))
        .map(at -> Categories.get(published, at))
        .filter(category -> index.row(category) < 0)
        .mapToObj(Integer::toUnsignedLong)
        .toList();
  }

  /** Notes that what it is now is in a version. */
  void markPublished() {
    System.arraycopy(categories.data(), 0, published, 0, published.length);
  }

  /** The categories that were published last are those of another of this field. */
  void publishedLike(Vocabulary other) {
    System.arraycopy(other.published, 0, published, 0, published.length);
  }

  /**
   * Goes on from what was written to its tensors.
   *
   * @throws IllegalArgumentException if that is no vocabulary
   */
  void adopt(long evictionsBefore) {
    evictions = evictionsBefore;
    taken = 0;
    index.clear();
    recency.clear();
    while (taken < settings.size() && !Categories.isNone(categories.data(), PAIR * taken)) {
      int category = Categories.get(categories.data(), PAIR * taken);
      if (index.row(category) >= 0) {
        throw new IllegalArgumentException(
            "%s must have each category once: %s".formatted(tensor(), category));
      }
      index.put(category, taken++);
    }
    recency.see(taken, this::lastSeen);
    markPublished();
  }
}
