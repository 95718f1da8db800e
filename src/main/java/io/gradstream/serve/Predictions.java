package io.gradstream.serve;

/** Answers samples that are sent over HTTP. May take its time, on a thread that may. */
@FunctionalInterface
public interface Predictions {
  /**
   * An answer.
   *
   * @param status as HTTP has them
   * @param json what is said
   */
  record Answer(int status, String json) {}

  /**
   * What is predicted for the samples of a request's body: one JSON object, or an array of them.
   */
  Answer answer(byte[] body);
}
