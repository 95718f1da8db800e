package io.gradstream.app;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** What was seen of a learner over time, as a table and a picture. */
final class SoakReport {
  private static final double MEGA = 1e6;
  private static final int WIDTH = 560;
  private static final int HEIGHT = 320;
  private static final int COLUMNS = 2;

  private final List<SoakSample> samples = new ArrayList<>();
  private final List<String> events = new ArrayList<>();

  void add(SoakSample sample) {
    samples.add(sample);
  }

  void event(Duration at, String what) {
    events.add(String.format(Locale.ROOT, "%.2f\t%s", at.toMillis() / 60_000.0, what));
  }

  /** The mean of a figure over a stretch of time at the beginning. */
  double first(Duration length, ToDoubleFunction<SoakSample> figure) {
    return mean(sample -> sample.at().compareTo(length) <= 0, figure);
  }

  /** The mean of a figure over a stretch of time at the end. */
  double last(Duration length, ToDoubleFunction<SoakSample> figure) {
    Duration begin = samples.get(samples.size() - 1).at().minus(length);
    return mean(sample -> sample.at().compareTo(begin) >= 0, figure);
  }

  private double mean(Predicate<SoakSample> when, ToDoubleFunction<SoakSample> figure) {
    return samples.stream().filter(when).mapToDouble(figure).average().orElseThrow();
  }

  /** The largest a topic was in a part of the time, which goes from 0 to 1. */
  long largest(String topic, double from, double to) {
    return largest(sample -> sample.topics().getOrDefault(topic, 0L), from, to);
  }

  /** The largest a figure was in a part of the time. */
  long largest(ToLongFunction<SoakSample> figure, double from, double to) {
    return samples.subList((int) (from * samples.size()), (int) (to * samples.size())).stream()
        .mapToLong(figure)
        .max()
        .orElseThrow();
  }

  List<String> topics() {
    return samples.stream().flatMap(each -> each.topics().keySet().stream()).distinct().toList();
  }

  /** Writes {@code soak.tsv}, {@code faults.tsv} and {@code soak.png}. */
  void write(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("soak.tsv"), table());
      Files.write(directory.resolve("faults.tsv"), events);
      ImageIO.write(picture(), "png", directory.resolve("soak.png").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "minutes\theapMB\tthreads\tpooled\tdescriptors\tlag\tsamplesPerSecond\tversion\t"
            + String.join("\t", topics().stream().map(topic -> topic + "MB").toList()));
    for (int i = 0; i < samples.size(); i++) {
      lines.add(row(i));
    }
    return lines;
  }

  private String row(int index) {
    SoakSample sample = samples.get(index);
    String topics =
        topics().stream()
            .map(topic -> sample.topics().getOrDefault(topic, 0L) / MEGA)
            .map(bytes -> String.format(Locale.ROOT, "%.2f", bytes))
            .collect(Collectors.joining("\t"));
    return String.format(
        Locale.ROOT,
        "%.2f\t%.2f\t%d\t%d\t%d\t%d\t%.0f\t%d\t%s",
        sample.minutes(),
        sample.heapBytes() / MEGA,
        sample.threads(),
        sample.pooled(),
        sample.descriptors(),
        sample.lag(),
        perSecond(index),
        sample.version(),
        topics);
  }

  private double perSecond(int index) {
    SoakSample sample = samples.get(index);
    SoakSample before = samples.get(Math.max(index - 1, 0));
    double seconds = sample.at().minus(before.at()).toMillis() / 1e3;
    return seconds == 0 ? 0 : (sample.samples() - before.samples()) / seconds;
  }

  /** The charts beside and below each other. */
  private BufferedImage picture() {
    List<XYChart> charts = charts();
    int rows = (charts.size() + COLUMNS - 1) / COLUMNS;
    BufferedImage picture =
        new BufferedImage(COLUMNS * WIDTH, rows * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = picture.createGraphics();
    pen.setBackground(Color.WHITE);
    pen.clearRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      BufferedImage chart = BitmapEncoder.getBufferedImage(charts.get(i));
      pen.drawImage(chart, i % COLUMNS * WIDTH, i / COLUMNS * HEIGHT, null);
    }
    pen.dispose();
    return picture;
  }

  private List<XYChart> charts() {
    List<XYChart> charts = new ArrayList<>();
    charts.add(chart("live heap (MB)", sample -> sample.heapBytes() / MEGA));
    charts.add(chart("threads", SoakSample::threads));
    charts.add(chart("threads of the elastic pool", SoakSample::pooled));
    charts.add(chart("descriptors", SoakSample::descriptors));
    charts.add(chart("lag (records)", SoakSample::lag));
    charts.add(chart("throughput (samples/s)", sample -> perSecond(samples.indexOf(sample))));
    for (String topic : topics()) {
      charts.add(chart(topic + " (MB)", sample -> sample.topics().getOrDefault(topic, 0L) / MEGA));
    }
    return charts;
  }

  private XYChart chart(String title, ToDoubleFunction<SoakSample> figure) {
    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("minutes").build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setMarkerSize(0);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.addSeries(
        title,
        samples.stream().map(SoakSample::minutes).toList(),
        samples.stream().map(sample -> figure.applyAsDouble(sample)).toList());
    return chart;
  }
}
