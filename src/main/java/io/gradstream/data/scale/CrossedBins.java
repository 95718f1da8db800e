package io.gradstream.data.scale;

import io.gradstream.data.BinEncoding;
import io.gradstream.data.BinnedEntries;
import io.gradstream.data.Bins;
import io.gradstream.data.CrossPart;
import io.gradstream.data.FeatureColumns;
import io.gradstream.data.FeatureSettings;
import io.gradstream.data.MiniBatch;
import io.gradstream.data.SampleColumns;
import io.gradstream.data.SampleSettings;
import java.util.List;

/**
 * Gives the sparse entries of crosses that name bins their columns, once numbers are in their bins.
 */
final class CrossedBins {
  private final int width;
  private final List<List<Binned>> ofFeatures;

  /** Where the bin of a number can be seen in a scaled row, and how many there are. */
  private record Binned(int column, int columns, boolean oneHot, int bins) {
    static Binned of(Bins feature, FeatureColumns at) {
      boolean oneHot = feature.encoding() == BinEncoding.ONE_HOT;
      return new Binned(at.dense(), at.columns(), oneHot, feature.bins());
    }

    /** The bin's number, from 0 on: that of the column of 1, or how many columns of 1 there are. */
    int bin(float[] scaled, int start) {
      int bin = 0;
      for (int i = 0; i < columns; i++) {
        if (scaled[start + column + i] != 0) {
          bin = oneHot ? i : bin + 1;
        }
      }
      return bin;
    }
  }

  CrossedBins(SampleSettings settings) {
    SampleColumns columns = settings.columns();
    this.width = columns.dense().length;
    this.ofFeatures =
        settings.features().stream()
            .map(feature -> binned(feature, settings.features(), columns))
            .toList();
  }

  private static List<Binned> binned(
      FeatureSettings feature, List<FeatureSettings> all, SampleColumns columns) {
    return feature.combined().stream()
        .flatMap(name -> CrossPart.bins(name, all).stream())
        .map(bins -> Binned.of(bins, columns.of(all.indexOf(bins))))
        .toList();
  }

  /** Gives a batch's entries the columns that they have by the bins in its scaled rows. */
  void placeInPlace(MiniBatch batch, float[] scaled) {
    BinnedEntries entries = batch.binned();
    if (entries.isEmpty()) {
      return;
    }
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.sparse().start(row);
      for (int at = entries.first(row); at < entries.end(row); at = entries.next(at)) {
        int combination = combination(ofFeatures.get(entries.feature(at)), scaled, row * width);
        batch.sparse().indices()[first + entries.entry(at)] = entries.column(at, combination);
      }
    }
  }

  /** Of all combinations of bins, the last going fastest, the number of that in a scaled row. */
  private static int combination(List<Binned> parts, float[] scaled, int start) {
    int combination = 0;
    for (int i = 0; i < parts.size(); i++) {
      combination = combination * parts.get(i).bins() + parts.get(i).bin(scaled, start);
    }
    return combination;
  }
}
