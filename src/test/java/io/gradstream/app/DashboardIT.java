package io.gradstream.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.gradstream.kafka.SharedBroker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard of a learner that learns, in a real browser. */
@ExtendWith(SharedBroker.class)
class DashboardIT {
  private static final List<String> FLIGHTS = Samples.flights();
  private static final String SCRIPT = "<script>document.title = 'taken'</script>";
  private static final Path PICTURES = Path.of("target", "dashboard");

  @TempDir private Path directory;
  private Browser browser;

  @BeforeEach
  void open() {
    assumeTrue(Browser.isInstalled(), "no Chromium: install Debian's, or name it by -Dchromium");
    browser = new Browser();
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void page_whileALearnerLearns_showsHowItGoes() throws IOException {
    Trial trial = trial("http: {port: 0}");
    trial.send(FLIGHTS.subList(0, 1_000));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      URI server = StatusPages.of(learner).server();
      Page page = browser.open(1280, 800, ColorScheme.LIGHT);
      page.navigate(server.toString());
      assertThat(tile(page, "samples")).hasText("1,000");
      String version = tile(page, "version").innerText();
      int points = pointsOf(page);

      trial.send(List.of(SCRIPT));
      trial.send(FLIGHTS.subList(1_000, 3_000));

      assertThat(tile(page, "samples")).hasText("3,000");
      assertThat(tile(page, "version")).not().hasText(version);
      assertThat(page.locator("#state")).hasText("learning");
      assertThat(page.locator("#newest td.text")).hasText(SCRIPT);
      assertThat(page.locator("#figure-text")).containsText("model, all samples 0.");
      assertThat(page.locator("#contributions-text")).containsText("of a few samples");
      assertThat(fieldsOf(page)).contains("origin*destination", "origin", "distance");
      assertThat(page).hasTitle(trial.settings().modelName() + " – gradstream");
      assertThat(pointsOf(page)).isGreaterThan(points);
      assertThat(Browser.violations(page)).isEmpty();
      takePictures(server);
    }
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).allMatch(address -> address.startsWith("http://127.0.0.1:"));
  }

  @Test
  void page_learnerStartedAgain_goesOnByItself() throws IOException {
    int port = FreePort.find();
    Trial trial = trial("http: {port: %d}".formatted(port));
    trial.send(FLIGHTS.subList(0, 1_000));
    Page page = browser.open(390, 844, ColorScheme.DARK);
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      page.navigate(StatusPages.of(learner).server().toString());
      assertThat(tile(page, "samples")).hasText("1,000");
      var unused = learner.kill();
      assertThat(page.locator("#state")).hasText("the learner does not answer; asking again");
    }
    trial.send(FLIGHTS.subList(1_000, 2_000));
    try (OwnJvm again = OwnJvm.start(trial.command("train"))) {
      assertThat(again.await(again.says("health and metrics at"))).isNotEmpty();
      assertThat(tile(page, "samples")).hasText("2,000");
    }
  }

  @Test
  void page_openedBehindARestart_showsWhatWasBefore() throws IOException {
    Trial trial = trial("http: {port: 0}");
    trial.send(FLIGHTS.subList(0, 2_000));
    trial.trainUntilEnd();
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      Page page = browser.open(1280, 800, ColorScheme.LIGHT);
      page.navigate(StatusPages.of(learner).server().toString());

      assertThat(page.locator("#figure-text")).containsText("model, all samples 0.");
      assertThat(tile(page, "samples")).hasText("2,000");
      trial.send(FLIGHTS.subList(2_000, 3_000));
      assertThat(tile(page, "samples")).hasText("3,000");
      assertThat(firstOf(page)).isLessThan(500);
      assertThat(page.locator("#calibration-text")).containsText("over the last 1,000 samples: of");
      assertThat(page.locator("#confusion tr")).hasCount(2);
      assertThat(page.locator("#confusion-caption")).containsText("Of the last 1,000 samples");
      assertThat(Browser.violations(page)).isEmpty();
    }
  }

  @Test
  void page_ofALearnerWithKeys_saysHowManyAreInMemory() throws IOException {
    Trial trial = Trial.ofLine(directory, "http: {port: 0}", "perKey: {field: device, most: 10}");
    trial.send(
        IntStream.range(0, 1_000)
            .mapToObj(i -> "{\"device\": %d, \"x\": %d, \"y\": 1}".formatted(i % 40, i % 7))
            .toList());
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      Page page = browser.open(1280, 800, ColorScheme.LIGHT);
      page.navigate(StatusPages.of(learner).server().toString());

      assertThat(tile(page, "samples")).hasText("1,000");
      assertThat(page.locator("#keys"))
          .hasText(
              Pattern.compile(
                  "40 keys, 10 of them in memory; [0-9,]+ have left it and [0-9,]+ come back"
                      + " since the process began"));
      assertThat(Browser.violations(page)).isEmpty();
    }
  }

  @Test
  void report_ofAReplay_needsNothingBesideIt() throws IOException {
    Path samples = directory.resolve("samples.jsonl");
    Files.write(samples, FLIGHTS.subList(0, 500));
    Files.writeString(samples, SCRIPT + "\n", StandardOpenOption.APPEND);
    Path report = directory.resolve("report.html");
    String[] replay = {
      "replay",
      "--config",
      "config/flights.yaml",
      "--input",
      samples.toString(),
      "--report",
      report.toString()
    };
    assertThat(CommandRun.inThisJvm(replay).requireDone().count("deadLetters")).isEqualTo(1);

    Page page = browser.open(1280, 800, ColorScheme.LIGHT);
    page.navigate(report.toUri().toString());

    assertThat(tile(page, "samples")).hasText("500");
    assertThat(page.locator("#newest td.text")).hasText(SCRIPT);
    assertThat(page).hasTitle("flights – gradstream");
    assertThat(Browser.violations(page)).isEmpty();
    assertThat(browser.complaints()).isEmpty();
    assertThat(browser.requests()).containsExactly(report.toUri().toString());
  }

  @Test
  void report_ofAWorldThatChanges_marksWhere() throws IOException {
    Path config = directory.resolve("changing.yaml");
    Files.writeString(
        config,
        """
        input: {topic: changing}
        sample: {features: [{field: x, type: numeric}], label: {field: y, type: binary}}
        model: {layers: [{type: linear, out: 1}]}
        loss: {type: bce_with_logits}
        optimizer: {type: sgd, learningRate: 0.1}
        batch: {mode: mini-batch, size: 8}
        publish: {everySteps: 10}
        drift: {detect: [adwin, page-hinkley]}
        """);
    Path samples = directory.resolve("changing.jsonl");
    SplittableRandom random = new SplittableRandom(1);
    Files.write(
        samples,
        IntStream.range(0, 4_000)
            .mapToObj(
                i -> {
                  double x = random.nextDouble() - 0.5;
                  int y = (x > 0) == (i < 3_000) ? 1 : 0;
                  return "{\"x\": %s, \"y\": %d}".formatted(x, y);
                })
            .toList());
    Path report = directory.resolve("changing.html");
    String[] replay = {
      "replay",
      "--config",
      config.toString(),
      "--input",
      samples.toString(),
      "--report",
      report.toString()
    };
    CommandRun.inThisJvm(replay).requireDone();

    Page page = browser.open(1280, 800, ColorScheme.LIGHT);
    page.navigate(report.toUri().toString());

    assertThat(page.locator("#figure-text")).containsText("; a change was found behind 3,");
    assertThat((int) page.evaluate("changesAlong()[0]")).isBetween(3_000, 3_500);
    assertThat(Browser.violations(page)).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void report_ofChallengers_showsThemBesideTheChampion() throws IOException {
    Path config = directory.resolve("challenged.yaml");
    String challengers =
        """
        challengers:
          fast: {optimizer: {type: sgd, learningRate: 0.5}}
          slow: {optimizer: {type: sgd, learningRate: 0.0001}}
        promote: {type: automatic, window: 500, coolDown: 1000}
        """;
    Files.writeString(config, Files.readString(Path.of("config/flights.yaml")) + challengers);
    Path samples = directory.resolve("samples.jsonl");
    Files.write(samples, FLIGHTS.subList(0, 2_000));
    Path report = directory.resolve("challenged.html");
    String[] replay = {
      "replay",
      "--config",
      config.toString(),
      "--input",
      samples.toString(),
      "--report",
      report.toString()
    };
    CommandRun.inThisJvm(replay).requireDone();

    Page page = browser.open(1280, 800, ColorScheme.LIGHT);
    page.navigate(report.toUri().toString());

    assertThat(page.locator("#contest tr")).hasCount(3);
    assertThat(page.locator("#contest tr").first()).containsText("(champion)");
    assertThat(page.locator("#contest-head")).containsText("log loss, all samples");
    assertThat(Browser.violations(page)).isEmpty();
    assertThat(browser.complaints()).isEmpty();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(PICTURES.resolve("challengers.png")));
  }

  @Test
  void page_withAToken_asksForIt() throws IOException {
    Trial trial = trial("http: {port: 0, token: s3cret}");
    trial.send(FLIGHTS.subList(0, 1_000));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      Page page = browser.open(1280, 800, ColorScheme.DARK);
      page.navigate(StatusPages.of(learner).server().toString());
      assertThat(page.locator("#state")).hasText("a token is needed");

      page.getByLabel("http.token").fill("s3cret");
      page.keyboard().press("Enter");

      assertThat(tile(page, "samples")).hasText("1,000");
    }
  }

  @Test
  void page_withAControlToken_pausesResumesAndPromotesForWhoKnowsIt() throws IOException {
    Trial trial =
        Trial.of(
            directory,
            "flights",
            "http: {port: 0, controlToken: c0ntrol}",
            "publish: {format: safetensors, everySteps: 100}",
            "challengers: {slow: {optimizer: {type: sgd, learningRate: 0.01}}}");
    trial.send(FLIGHTS.subList(0, 1_000));
    try (OwnJvm learner = OwnJvm.start(trial.command("train"))) {
      Page page = browser.open(1280, 800, ColorScheme.LIGHT);
      page.navigate(StatusPages.of(learner).server().toString());
      assertThat(tile(page, "samples")).hasText("1,000");
      assertThat(Browser.violations(page)).isEmpty();

      button(page, "Pause").click();
      assertThat(page.locator("#steered")).containsText("show http.controlToken");
      page.getByLabel("http.controlToken").fill("c0ntrol");
      button(page, "Pause").click();
      assertThat(page.locator("#state")).hasText("paused");
      trial.send(FLIGHTS.subList(1_000, 2_000));
      button(page, "Resume").click();

      assertThat(tile(page, "samples")).hasText("2,000");
      assertThat(page.locator("#state")).hasText("learning");
      assertThat(page.locator("#contest tr").first()).containsText("base (champion)");
      page.getByLabel("Challenger", new Page.GetByLabelOptions().setExact(true))
          .selectOption("slow");
      button(page, "Promote").click();
      assertThat(page.locator("#contest tr").first()).containsText("slow (champion)");
    }
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private Trial trial(String http) throws IOException {
    return Trial.of(directory, "flights", http, "publish: {format: safetensors, everySteps: 100}");
  }

  private static Locator tile(Page page, String term) {
    return page.locator("#tiles div", new Page.LocatorOptions().setHas(page.locator("dt")))
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(term, new Page.GetByTextOptions().setExact(true))))
        .locator("dd");
  }

  private static int pointsOf(Page page) {
    return (int) page.evaluate("Chart.getChart('figures').data.datasets[0].data.length");
  }

  private static String fieldsOf(Page page) {
    return (String) page.evaluate("Chart.getChart('contributions').data.labels.join()");
  }

  private static int firstOf(Page page) {
    return (int) page.evaluate("Chart.getChart('figures').data.datasets[0].data[0].x");
  }

  private void takePictures(URI server) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      takePicture(server, "laptop", 1280, 800, scheme);
      takePicture(server, "phone", 390, 844, scheme);
    }
  }

  private void takePicture(URI server, String device, int width, int height, ColorScheme scheme) {
    Page page = browser.open(width, height, scheme);
    page.navigate(server.toString());
    assertThat(tile(page, "samples")).hasText("3,000");
    assertThat(page.locator("#figure-text")).containsText("model, all samples 0.");
    assertThat(Browser.violations(page)).isEmpty();
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(
                PICTURES.resolve(device + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
  }
}
