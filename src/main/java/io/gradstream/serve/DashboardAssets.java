package io.gradstream.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What the dashboard's page is made of: our own files, and Chart.js out of its jar. */
final class DashboardAssets {
  static final String PAGE = "dashboard/index.html";
  static final String STYLE = "dashboard/dashboard.css";
  static final String SCRIPT = "dashboard/dashboard.js";

  private static final String JAR = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";
  private static final String CHARTS =
      "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

  private DashboardAssets() {}

  /** Chart.js, of the release that its jar names itself. */
  static byte[] charts() {
    Properties jar = new Properties();
    try (InputStream in = open(JAR)) {
      jar.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes(CHARTS.formatted(jar.getProperty("version", "")));
  }

  static String text(String resource) {
    return new String(bytes(resource), UTF_8);
  }

  static byte[] bytes(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = DashboardAssets.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("the program's own " + resource + " is missing");
    }
    return in;
  }
}
