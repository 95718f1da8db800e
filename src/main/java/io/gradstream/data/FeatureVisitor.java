package io.gradstream.data;

/**
 * Makes something of a feature by its type. A new type is a new method, so that nothing that is
 * made of features can be without it.
 *
 * @param <R> what is made
 */
public interface FeatureVisitor<R> {
  /** Of an array of numbers. */
  R array(FeatureSettings.Array feature);

  /** Of the bin of a number. */
  R bins(Bins feature);

  /** Of true or false. */
  R bool(FeatureSettings.Boolean feature);

  /** Of a category. */
  R categorical(HashedFeature.Categorical feature);

  /** Of a combination of several fields. */
  R cross(HashedFeature.Cross feature);

  /** Of numbers by name. */
  R map(HashedFeature.Map feature);

  /** Of a number. */
  R numeric(FeatureSettings.Numeric feature);

  /** Of a product of numbers, or a square. */
  R product(Product feature);

  /** Of a number's slopes by category. */
  R slope(Slope feature);

  /** Of a list of categories. */
  R tags(HashedFeature.Tags feature);

  /** Of a text. */
  R text(Text feature);

  /** Of a moment. */
  R timestamp(FeatureSettings.Timestamp feature);
}
