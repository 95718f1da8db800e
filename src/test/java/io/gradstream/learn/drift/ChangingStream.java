package io.gradstream.learn.drift;

import java.util.SplittableRandom;

/** Streams of samples with two classes that may change what decides between them. */
enum ChangingStream {
  /** Street and Kim, A streaming ensemble algorithm (SEA) for large-scale classification, 2001. */
  SEA(3) {
    @Override
    boolean draw(double[] row, int at, boolean changed, SplittableRandom random) {
      for (int i = 0; i < 3; i++) {
        row[at + i] = 10 * random.nextDouble();
      }
      boolean yes = row[at] + row[at + 1] <= (changed ? 14 : 8);
      return yes != random.nextDouble() < 0.1;
    }
  },
  /** Hulten, Spencer, Domingos, Mining time-changing data streams, 2001. */
  HYPERPLANE(10) {
    @Override
    boolean draw(double[] row, int at, boolean changed, SplittableRandom random) {
      double side = 0;
      for (int i = 0; i < 10; i++) {
        row[at + i] = 2 * random.nextDouble() - 1;
        double weight = i * 7 % 10 / 10.0;
        side += (changed && i % 2 == 0 ? -weight : weight) * row[at + i];
      }
      return side > 0 != random.nextDouble() < 0.05;
    }
  },
  /** Agrawal, Imielinski, Swami, Database mining: a performance perspective, 1993. */
  AGRAWAL(4) {
    @Override
    boolean draw(double[] row, int at, boolean changed, SplittableRandom random) {
      double salary = 20_000 + 130_000 * random.nextDouble();
      double commission = salary >= 75_000 ? 0 : 10_000 + 65_000 * random.nextDouble();
      double age = 20 + 60 * random.nextDouble();
      double loan = 500_000 * random.nextDouble();
      int level = random.nextInt(5);
      row[at] = salary;
      row[at + 1] = Math.abs(age - 50);
      row[at + 2] = loan;
      row[at + 3] = level;
      boolean first = age < 40 || age >= 60;
      boolean seventh = 2 * (salary + commission) / 3 - 5_000 * level - loan / 5 - 10_000 > 0;
      return (changed ? seventh : first) != random.nextDouble() < 0.05;
    }
  };

  final int features;

  ChangingStream(int features) {
    this.features = features;
  }

  /** Writes the features of the next sample there, and gives its label. */
  abstract boolean draw(double[] row, int at, boolean changed, SplittableRandom random);
}
