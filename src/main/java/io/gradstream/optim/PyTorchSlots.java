package io.gradstream.optim;

import java.util.Map;

/**
 * What PyTorch's optimizer calls what ours of a type keeps of a parameter: of {@code adam} it is
 * {@code exp_avg} where ours is {@code mean}. What PyTorch has not has our name.
 *
 * @param names PyTorch's by ours
 */
public record PyTorchSlots(Map<String, String> names) {
  private static final Map<String, String> MOMENTS =
      Map.of("mean", "exp_avg", "square", "exp_avg_sq", "largestSquare", "max_exp_avg_sq");

  private static final Map<String, Map<String, String>> BY_TYPE =
      Map.of(
          "sgd",
          Map.of("momentum", "momentum_buffer"),
          "adam",
          MOMENTS,
          "adamw",
          MOMENTS,
          "adamax",
          Map.of("mean", "exp_avg", "norm", "exp_inf"),
          "nadam",
          MOMENTS,
          "radam",
          MOMENTS,
          "adadelta",
          Map.of("square", "square_avg", "steps", "acc_delta"),
          "rmsprop",
          Map.of("square", "square_avg", "mean", "grad_avg", "momentum", "momentum_buffer"));

  /** Keeps the map unmodifiable. */
  public PyTorchSlots {
    names = Map.copyOf(names);
  }

  /** Those of a type of optimizer, by its word. */
  public static PyTorchSlots of(String type) {
    return new PyTorchSlots(BY_TYPE.getOrDefault(type, Map.of()));
  }

  /** PyTorch's name of a slot {@code mean/0.weight}: {@code exp_avg/0.weight}. */
  public String toPyTorch(String slot) {
    String own = ofParameter(slot);
    return names.getOrDefault(own, own) + slot.substring(own.length());
  }

  /** The reverse of {@link #toPyTorch}. */
  public String fromPyTorch(String slot) {
    String word = ofParameter(slot);
    String own =
        names.entrySet().stream()
            .filter(each -> each.getValue().equals(word))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(word);
    return own + slot.substring(word.length());
  }

  private static String ofParameter(String slot) {
    return slot.substring(0, Math.max(0, slot.indexOf('/')));
  }
}
