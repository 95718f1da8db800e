package io.gradstream.version;

import io.gradstream.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One published state of a model: what a consumer needs to predict, and which samples made it.
 *
 * <p>{@code metrics}, {@code sample}, {@code layers} and {@code loss} are trees of maps, lists,
 * strings, numbers and booleans, ready for any wire format.
 *
 * @param model the model's name
 * @param version goes up by one with every publication, for the life of the model
 * @param step optimizer steps taken
 * @param samples samples learned
 * @param timestamp when it was taken
 * @param config the hash of the configuration that defines the learning
 * @param offsets the next offset of every input partition
 * @param metrics prequential metrics
 * @param sample how to encode a sample, scaler statistics included
 * @param layers the model's layers
 * @param loss what it is trained by, which says what its output stands for: a logit, a number
 * @param changes when the model went on under another configuration, oldest first: the {@code
 *     version} and the {@code samples} before, and the {@code settings} that changed, a line each
 * @param control what was commanded while it learned, as {@code version.control} has it in trees;
 *     empty where nothing ever was
 * @param parameters tensors by PyTorch's names ({@code 0.weight}), not shared with the learner;
 *     none where they are published in blocks beside it
 */
public record ModelVersion(
    String model,
    long version,
    long step,
    long samples,
    Instant timestamp,
    String config,
    Offsets offsets,
    Map<String, Object> metrics,
    Map<String, Object> sample,
    List<Map<String, Object>> layers,
    Map<String, Object> loss,
    List<Map<String, Object>> changes,
    Map<String, Object> control,
    Map<String, Tensor> parameters) {
  private static final int FINGERPRINT_DIGITS = 16;

  /** A version of a model whose configuration has never changed. */
  public ModelVersion(
      String model,
      long version,
      long step,
      long samples,
      Instant timestamp,
      String config,
      Offsets offsets,
      Map<String, Object> metrics,
      Map<String, Object> sample,
      List<Map<String, Object>> layers,
      Map<String, Object> loss,
      Map<String, Tensor> parameters) {
    this(
        model,
        version,
        step,
        samples,
        timestamp,
        config,
        offsets,
        metrics,
        sample,
        layers,
        loss,
        List.of(),
        parameters);
  }

  /** A version of a model that was never told anything while it learned. */
  public ModelVersion(
      String model,
      long version,
      long step,
      long samples,
      Instant timestamp,
      String config,
      Offsets offsets,
      Map<String, Object> metrics,
      Map<String, Object> sample,
      List<Map<String, Object>> layers,
      Map<String, Object> loss,
      List<Map<String, Object>> changes,
      Map<String, Tensor> parameters) {
    this(
        model,
        version,
        step,
        samples,
        timestamp,
        config,
        offsets,
        metrics,
        sample,
        layers,
        loss,
        changes,
        Map.of(),
        parameters);
  }

  /** Copies the map of the parameters, unmodifiable and in its order; all else is shared. */
  public ModelVersion {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** The same version with these parameters. */
  public ModelVersion with(Map<String, Tensor> others) {
    return new ModelVersion(
        model, version, step, samples, timestamp, config, offsets, metrics, sample, layers, loss,
        changes, control, others);
  }

  /** The same version with this schema. */
  public ModelVersion withSample(Map<String, Object> other) {
    return new ModelVersion(
        model,
        version,
        step,
        samples,
        timestamp,
        config,
        offsets,
        metrics,
        other,
        layers,
        loss,
        changes,
        control,
        parameters);
  }

  /** The same version with these metrics. */
  public ModelVersion withMetrics(Map<String, Object> others) {
    return new ModelVersion(
        model,
        version,
        step,
        samples,
        timestamp,
        config,
        offsets,
        others,
        sample,
        layers,
        loss,
        changes,
        control,
        parameters);
  }

  /**
   * A fingerprint of the parameters, equal exactly when every one is, bit for bit: the first 16
   * hexadecimal digits of SHA-256 over their names in UTF-8 and their values in little-endian
   * float32, in their order.
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    parameters.forEach(
        (name, tensor) -> {
          digest.update(name.getBytes(StandardCharsets.UTF_8));
          digest.update(bytes(tensor));
        });
    return HexFormat.of().formatHex(digest.digest()).substring(0, FINGERPRINT_DIGITS);
  }

  private static byte[] bytes(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data(), 0, tensor.size());
    return bytes.array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
