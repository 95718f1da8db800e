package io.gradstream.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings in the shapes of the real ones, small enough to be seen at once. */
record ExampleSettings(
    String name,
    long seed,
    Kafka kafka,
    Input input,
    Sample sample,
    Model model,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    Optional<Clip> clip,
    Batch batch,
    Optional<Publish> publish,
    Optional<DeadLetter> deadLetter,
    Optional<Http> http) {

  public ExampleSettings(Input input, Sample sample, Model model, Loss loss, Optimizer optimizer) {
    this(
        "gradstream",
        42,
        new Kafka(),
        input,
        sample,
        model,
        loss,
        optimizer,
        new Schedule.Constant(),
        Optional.empty(),
        new Batch(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  enum Format {
    JSON,
    SAFETENSORS
  }

  record Kafka(String bootstrapServers, Map<String, String> properties) {
    public Kafka() {
      this("localhost:9092", Map.of());
    }
  }

  record Input(String topic, Format format, From from) {
    enum From {
      EARLIEST,
      LATEST
    }

    public Input(String topic) {
      this(topic, Format.JSON, From.EARLIEST);
    }
  }

  record Sample(List<Feature> features, Label label) {}

  enum Scale {
    NONE,
    STANDARD,
    MINMAX
  }

  sealed interface Feature {
    record Numeric(String field, Scale scale) implements Feature {
      public Numeric(String field) {
        this(field, Scale.NONE);
      }
    }

    record Categorical(String field, int buckets) implements Feature {}

    record Array(String field, int size, Scale scale) implements Feature {
      public Array(String field, int size) {
        this(field, size, Scale.NONE);
      }
    }
  }

  sealed interface Label {
    record Numeric(String field) implements Label {}

    record Binary(String field) implements Label {}

    record Class(String field, int classes) implements Label {}
  }

  record Model(List<Layer> layers, Optional<Path> initial) {
    Model {
      layers = List.copyOf(layers);
      for (int i = 0; i < layers.size(); i++) {
        if (layers.get(i) instanceof Layer.Linear linear && linear.out < 1) {
          throw new IllegalArgumentException(
              "layers[" + i + "].out must be at least 1: " + linear.out);
        }
      }
    }
  }

  sealed interface Layer {
    record Linear(int out, boolean bias) implements Layer {
      public Linear(int out) {
        this(out, true);
      }
    }

    sealed interface Activation extends Layer {}

    record Relu() implements Activation {}

    record LeakyRelu(double negativeSlope) implements Activation {
      public LeakyRelu() {
        this(0.01);
      }
    }
  }

  enum Reduction {
    MEAN,
    SUM
  }

  sealed interface Loss {
    record Mse(Reduction reduction) implements Loss {
      public Mse() {
        this(Reduction.MEAN);
      }
    }

    record BceWithLogits(Optional<Double> posWeight, Reduction reduction) implements Loss {
      public BceWithLogits() {
        this(Optional.empty(), Reduction.MEAN);
      }
    }
  }

  sealed interface Optimizer {
    record Sgd(double learningRate, double momentum, boolean nesterov) implements Optimizer {
      public Sgd {
        if (learningRate <= 0) {
          throw new IllegalArgumentException("learningRate must be positive: " + learningRate);
        }
        if (nesterov && momentum == 0) {
          throw new IllegalArgumentException("nesterov needs a momentum above 0: " + momentum);
        }
      }

      public Sgd(double learningRate) {
        this(learningRate, 0, false);
      }
    }

    record Adam(double learningRate, List<Double> betas, double eps) implements Optimizer {
      public Adam {
        if (betas.size() != 2) {
          throw new IllegalArgumentException("betas must be two numbers: " + betas);
        }
      }

      public Adam() {
        this(0.001, List.of(0.9, 0.999), 1e-8);
      }
    }
  }

  sealed interface Schedule {
    record Constant() implements Schedule {}

    record Step(long every, double gamma) implements Schedule {}
  }

  sealed interface Clip {
    record Norm(double max) implements Clip {}

    record Value(double max) implements Clip {}
  }

  record Batch(Mode mode, int size, Duration maxWait, int epochs) {
    enum Mode {
      SINGLE,
      MINI_BATCH,
      FULL
    }

    Batch {
      if (size < 1) {
        throw new IllegalArgumentException("size must be at least 1: " + size);
      }
      if (mode != Mode.FULL && epochs != 1) {
        throw new IllegalArgumentException("only mode full has epochs: " + epochs);
      }
    }

    public Batch() {
      this(Mode.MINI_BATCH, 32, Duration.ofMillis(100), 1);
    }
  }

  record Publish(String topic, Format format, long everySteps, Duration everyInterval) {
    public Publish(String topic) {
      this(topic, Format.JSON, 100, Duration.ofSeconds(1));
    }
  }

  record DeadLetter(String topic) {}

  record Http(int port, String address) {
    public Http() {
      this(8080, "127.0.0.1");
    }
  }
}
