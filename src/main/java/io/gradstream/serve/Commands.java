package io.gradstream.serve;

import io.gradstream.version.control.Command;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * How commands are given to a learner over HTTP.
 *
 * @param token what is asked for
 * @param sender passes a command on, and gives the offset that it has; may block
 */
public record Commands(String token, Function<Command, CompletionStage<Long>> sender) {
  /** The token is not shown. */
  @Override
  public String toString() {
    return "Commands";
  }
}
