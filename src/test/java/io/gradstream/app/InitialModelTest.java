package io.gradstream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that was trained elsewhere, or exported, is gone on with or refused in words. */
class InitialModelTest extends SmallReplays {
  /** 2 of x is 3 · 2 + 1, whatever the numbers are written in. */
  @ParameterizedTest
  @ValueSource(strings = {"F64", "F32", "F16", "BF16"})
  void initial_ofAnyFloatType_isWhereItStarts(String dtype) throws IOException {
    Path file = Files.write(directory.resolve("m.safetensors"), safetensors(dtype, 3, 1));

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.requireLearned(1).predicted("prediction")).containsExactly("7.0");
  }

  @Test
  void initial_thatDoesNotFit_saysWhatIsThereAndWhatIsWanted() throws IOException {
    byte[] other =
        new String(safetensors("F32", 3, 1), StandardCharsets.ISO_8859_1)
            .replace("0.bias", "1.bias")
            .getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(directory.resolve("m.safetensors"), other);

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.run().code()).isEqualTo(2);
    assertThat(trial.run().err().get(0))
        .endsWith(
            "m.safetensors: parameters do not fit: 0.bias [1] is missing; 1.bias [1] is none of the"
                + " model's");
  }

  @ParameterizedTest
  @CsvSource({"F32, NaN", "F64, Infinity", "BF16, -Infinity"})
  void initial_ofAModelThatDiverged_isRefused(String dtype, float weight) throws IOException {
    Path file = Files.write(directory.resolve("m.safetensors"), safetensors(dtype, weight, 1));

    ReplayTrial trial = replay(startingFrom(file), "a.jsonl", "{\"x\": 2, \"y\": 0}\n");

    assertThat(trial.run().code()).isEqualTo(2);
    assertThat(trial.run().err().get(0))
        .contains("model.initial", "m.safetensors: 0.weight must have finite numbers");
  }

  private static byte[] safetensors(String dtype, float weight, float bias) {
    int size = dtype.equals("F64") ? 8 : dtype.equals("F32") ? 4 : 2;
    String header =
        "{\"0.weight\":{\"dtype\":\"%1$s\",\"shape\":[1,1],\"data_offsets\":[0,%2$d]},"
            + "\"0.bias\":{\"dtype\":\"%1$s\",\"shape\":[1],\"data_offsets\":[%2$d,%3$d]}}";
    byte[] json = header.formatted(dtype, size, 2 * size).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 2 * size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    for (float number : new float[] {weight, bias}) {
      switch (dtype) {
        case "F64" -> bytes.putDouble(number);
        case "F32" -> bytes.putFloat(number);
        case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(number) >> 16));
        default -> bytes.putShort((short) (number == 3 ? 0x4200 : 0x3C00));
      }
    }
    return bytes.array();
  }

  private static String startingFrom(Path file) {
    return numeric("json", "x", "").replace("model: {", "model: {initial: %s, ".formatted(file));
  }

  /** What was learned of scales, categories and means goes on with the parameters. */
  @ParameterizedTest
  @ValueSource(strings = {"standard", "minmax", "robust"})
  void initial_thatWasExported_predictsAsIfItHadNeverStopped(String scale) throws IOException {
    String yaml =
        """
        input: {topic: t}
        sample:
          features:
            - {field: x, type: numeric, scale: %s, missing: mean}
            - {field: c, type: categorical, embedding: 2, vocabulary: {size: 4}}
          label: {field: y, type: numeric}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: mse}
        optimizer: {type: sgd, learningRate: 0.01}
        batch: {mode: single}
        """
            .formatted(scale);
    String first = wave(0, 300);
    String second = wave(300, 20);
    Path export = directory.resolve("m.safetensors");
    ReplayTrial whole = replay(yaml, "whole.jsonl", first + second).requireLearned(320);
    CommandRun.inThisJvm(
            "replay",
            "--config",
            Files.writeString(directory.resolve("first.yaml"), yaml).toString(),
            "--input",
            Files.writeString(directory.resolve("first.jsonl"), first).toString(),
            "--export",
            export.toString())
        .requireDone();

    ReplayTrial warm =
        replay(
            yaml.replace("model: {", "model: {initial: %s, ".formatted(export)),
            "second.jsonl",
            second);

    assertThat(warm.requireLearned(20).predictions().get(0).get("prediction").doubleValue())
        .isCloseTo(whole.predictions().get(300).get("prediction").doubleValue(), within(0.03));
    for (int i = 1; i < 20; i++) {
      assertThat(warm.predictions().get(i).get("prediction").doubleValue())
          .isCloseTo(
              whole.predictions().get(300 + i).get("prediction").doubleValue(), within(0.05));
    }
  }

  /** Samples of a number around 1000 that is missing at times, and of two categories. */
  private static String wave(int from, int count) {
    StringBuilder samples = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      double x = 1000 + 50 * Math.sin(i);
      String field = i % 7 == 0 ? "null" : Double.toString(x);
      samples.append(
          "{\"x\": %s, \"c\": \"%s\", \"y\": %s}\n"
              .formatted(field, i % 2 == 0 ? "a" : "b", (x - 1000) / 50 + i % 2));
    }
    return samples.toString();
  }
}
