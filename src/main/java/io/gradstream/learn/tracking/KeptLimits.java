package io.gradstream.learn.tracking;

import java.util.List;

/**
 * The limits of versions that are kept where those of the others bound them too.
 *
 * @param limits of versions that are published
 */
record KeptLimits(BlockLimits limits) implements BlockLimits {
  @Override
  public int ofParameter(String parameter) {
    return limits.ofParameter(parameter);
  }

  @Override
  public int ofState(String parameter, List<String> slots) {
    return limits.ofState(parameter, slots);
  }

  @Override
  public int ofRest() {
    return limits.ofRest();
  }

  @Override
  public boolean whole() {
    return true;
  }
}
