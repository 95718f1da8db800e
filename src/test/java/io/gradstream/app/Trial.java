package io.gradstream.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradstream.codec.SafetensorsVersionCodec;
import io.gradstream.config.Settings;
import io.gradstream.kafka.SampleProducer;
import io.gradstream.kafka.SharedBroker;
import io.gradstream.kafka.client.KafkaSettings;
import io.gradstream.kafka.client.TopicsAdmin;
import io.gradstream.version.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A learner's world in a test: a shipped configuration with some sections changed, under a name and
 * over topics that nobody else uses.
 */
final class Trial {
  /** What these tests learn the shipped samples by: what is shipped is free to become better. */
  private static final Map<String, List<String>> LEARNERS =
      Map.of(
          "flights",
          List.of("optimizer: {type: adagrad, learningRate: 0.1}"),
          "digits",
          List.of(
              "model: {layers: [{type: linear, out: 64}, {type: relu}, {type: linear, out: 10}]}",
              "optimizer: {type: adam, learningRate: 0.01}",
              "batch: {mode: mini-batch, size: 8}"),
          "diabetes",
          List.of("optimizer: {type: sgd, learningRate: 0.01}"));

  private final Path directory;
  private final Path config;
  private final Settings settings;

  private Trial(Path directory, Path config) {
    this.directory = directory;
    this.config = config;
    this.settings = Settings.read(config);
  }

  /** A trial on the shared broker; {@code sections} are lines of YAML: {@code batch: {...}}. */
  static Trial of(Path directory, String shipped, String... sections) throws IOException {
    return of(SharedBroker.kafka(), directory, shipped, sections);
  }

  static Trial of(KafkaSettings kafka, Path directory, String shipped, String... sections)
      throws IOException {
    String name = shipped + "-" + UUID.randomUUID();
    List<String> lines = Files.readAllLines(Path.of("config", shipped + ".yaml"));
    replace(lines, "name: " + name);
    replace(lines, "input: {topic: %s.in}".formatted(name));
    replace(lines, "kafka: {bootstrapServers: \"%s\"}".formatted(kafka.bootstrapServers()));
    for (String section : LEARNERS.getOrDefault(shipped, List.of())) {
      replace(lines, section);
    }
    for (String section : sections) {
      replace(lines, section);
    }
    return new Trial(directory, Files.write(directory.resolve(name + ".yaml"), lines));
  }

  /** A trial of the smallest model, y = wx + b, a step per sample. */
  static Trial ofLine(Path directory, String... sections) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("sample: {features: [{field: x, type: numeric}], label: {field: y, type: numeric}}");
    all.addAll(List.of(sections));
    return of(directory, "diabetes", all.toArray(String[]::new));
  }

  /** The same learner with some sections of its configuration changed. */
  Trial with(String... sections) throws IOException {
    List<String> lines = Files.readAllLines(config);
    for (String section : sections) {
      replace(lines, section);
    }
    return new Trial(directory, Files.write(config, lines));
  }

  private static void replace(List<String> lines, String section) {
    String key = section.substring(0, section.indexOf(':') + 1);
    boolean within = false;
    for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
      String line = each.next();
      within = line.startsWith(key) || (within && line.startsWith(" "));
      if (within) {
        each.remove();
      }
    }
    lines.add(section);
  }

  Settings settings() {
    return settings;
  }

  /** The configuration's file. */
  Path config() {
    return config;
  }

  String inputTopic() {
    return settings.input().firstTopic();
  }

  Committed committed() {
    return new Committed(settings.kafka());
  }

  /** What a topic has of each key that has a model, by the key. */
  Map<String, byte[]> ofKeys(String topic) {
    Map<String, byte[]> values = new TreeMap<>();
    String prefix = settings.modelName() + "/key/";
    for (ConsumerRecord<byte[], byte[]> record : committed().compacted(topic)) {
      String key = new String(record.key(), UTF_8);
      if (key.startsWith(prefix)) {
        values.put(key.substring(prefix.length()), record.value());
      }
    }
    return values;
  }

  /** The arguments of a command over this configuration. */
  String[] command(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name, "--config", config.toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Sends samples to the input topic, which is made with one partition if there is none. */
  void send(List<String> samples) {
    sendRecords(samples.stream().map(sample -> sample.getBytes(UTF_8)).toList());
  }

  /** Sends records in whatever format to the input topic. */
  void sendRecords(List<byte[]> samples) {
    createTopics(1);
    // Without the learner's properties, which may be none for a producer to live with.
    KafkaSettings broker = new KafkaSettings(settings.kafka().bootstrapServers(), Map.of());
    try (SampleProducer producer =
        new SampleProducer(broker, inputTopic(), OptionalDouble.empty())) {
      samples.forEach(producer::send);
      producer.flush();
    }
  }

  /** Sends samples at a steady rate, as they happen. */
  Mono<Void> sendSteadily(List<String> samples, double perSecond) {
    Runnable sending =
        () -> {
          try (SampleProducer producer =
              new SampleProducer(settings.kafka(), inputTopic(), OptionalDouble.of(perSecond))) {
            samples.forEach(sample -> producer.send(sample.getBytes(UTF_8)));
            producer.flush();
          }
        };
    return Mono.<Void>fromRunnable(sending).subscribeOn(Schedulers.boundedElastic());
  }

  /** Sends records in one batch, packed by Kafka, whatever size they are without. */
  void sendPacked(String compression, List<byte[]> records) {
    createTopics(1);
    Map<String, Object> packing =
        Map.of(
            "bootstrap.servers",
            settings.kafka().bootstrapServers(),
            "compression.type",
            compression,
            "linger.ms",
            100_000,
            "batch.size",
            1 << 30,
            "max.request.size",
            1 << 30,
            "buffer.memory",
            2L << 30);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(packing, bytes, bytes)) {
      records.forEach(record -> producer.send(new ProducerRecord<>(inputTopic(), 0, null, record)));
      producer.flush();
    }
  }

  void createTopics(int partitions) {
    try (TopicsAdmin admin = new TopicsAdmin(settings.kafka())) {
      admin.createMissing(settings.topics(), partitions);
    }
  }

  /** As if these records were what one of the learner's topics has had from its beginning. */
  void rewrite(String topic, List<ProducerRecord<byte[], byte[]>> records) {
    new TopicOwner(settings.kafka(), topic).delete();
    createTopics(1);
    records.forEach(committed()::send);
  }

  /** The records as programs have written them before there were headers. */
  static List<ProducerRecord<byte[], byte[]>> withoutHeaders(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(each -> new ProducerRecord<>(each.topic(), each.key(), each.value()))
        .toList();
  }

  /** Learns in this JVM what is in the input topic. */
  CommandRun trainUntilEnd() {
    CommandRun run = CommandRun.inThisJvm(command("train", "--until-end"));
    return run.requireDone();
  }

  /** Does the same in a JVM of its own. */
  CommandRun trainUntilEndInItsOwnJvm() {
    try (OwnJvm learner = OwnJvm.start(command("train", "--until-end"))) {
      return learner.awaitEnd().requireDone();
    }
  }

  /** What an undisturbed run over these samples learns, without Kafka. */
  Learned replay(List<String> samples) throws IOException {
    Path input = Files.write(directory.resolve("replayed.jsonl"), samples);
    return replayWith("--input", input.toString());
  }

  /** What a replay with these options learns. */
  Learned replayWith(String... options) throws IOException {
    Path model = directory.resolve("replayed.safetensors");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--export", model.toString()));
    CommandRun.inThisJvm(command("replay", all.toArray(String[]::new))).requireDone();
    return Learned.of(new SafetensorsVersionCodec().decode(Files.readAllBytes(model)));
  }

  /** What the newest published model has become. */
  Learned exported() throws IOException {
    return Learned.of(exportedVersion());
  }

  /** The newest published model, by way of the command that exports it. */
  ModelVersion exportedVersion() throws IOException {
    committed().settledEnd(settings.topics().parameters());
    Path model = directory.resolve("exported.safetensors");
    CommandRun.inThisJvm(command("export", "--to", model.toString())).requireDone();
    return new SafetensorsVersionCodec().decode(Files.readAllBytes(model));
  }
}
