package io.gradstream.data;

/**
 * Mean and sum of squared deviations of some numbers, which those of two groups give for both
 * together (Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing
 * Sample Variances", 1979):
 *
 * <pre>
 * d = mean₂ - mean₁,   n = n₁ + n₂
 * mean = mean₁ + d · n₂ / n
 * squares = squares₁ + squares₂ + d² · n₁ · n₂ / n
 * </pre>
 *
 * @param count how many numbers there are, or what they weigh together
 * @param mean of them; 0 of none
 * @param squares the sum of their squared distances from the mean
 */
public record Moments(double count, double mean, double squares) {
  /** Those of these numbers and the others together. */
  public Moments plus(Moments other) {
    if (other.count == 0 || count == 0) {
      return count == 0 ? other : this;
    }
    double all = count + other.count;
    double apart = other.mean - mean;
    return new Moments(
        all,
        mean + apart * (other.count / all),
        squares + other.squares + apart * apart * (count * other.count / all));
  }

  /** Those of what has come to some numbers until there were these. */
  public Moments since(Moments before) {
    double rest = count - before.count;
    if (rest <= 0 || before.count == 0) {
      return rest <= 0 ? new Moments(0, 0, 0) : this;
    }
    double own = before.mean + (mean - before.mean) * (count / rest);
    double apart = own - before.mean;
    double between = apart * apart * (before.count * rest / count);
    return new Moments(rest, own, Math.max(0, squares - before.squares - between));
  }
}
