package io.gradstream.serve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * A table with pictures, as one page that needs nothing beside it.
 *
 * @param title of the page
 * @param notes sentences in front
 * @param head titles of the table's columns
 * @param rows texts below them
 * @param charts pictures
 */
public record ChartPage(
    String title,
    List<String> notes,
    List<String> head,
    List<List<String>> rows,
    List<Chart> charts) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * Lines over a logarithmic axis.
   *
   * @param title of the picture, which says what is above the axis
   * @param axis what is along it
   * @param series the lines
   */
  public record Chart(String title, String axis, List<Series> series) {}

  /**
   * A line.
   *
   * @param name what it is called
   * @param points two numbers each: along the axis, and above it
   */
  public record Series(String name, List<List<Double>> points) {}

  /** The page, in HTML. */
  public String html() {
    return DashboardAssets.text("dashboard/charts.html")
        .replace(
            "<style>",
            "<style>\n" + DashboardAssets.text(DashboardAssets.STYLE) + "</style>\n  <style>")
        .replace("</body>", scripts() + "</body>");
  }

  /** In the data there is no sign that could end the element it stands in. */
  private String scripts() {
    return "<script type=\"application/json\" id=\"page\">%s</script>\n<script>\n%s</script>\n<script>\n%s</script>\n"
        .formatted(
            JSON.writeValueAsString(this).replace("<", "\\u003c"),
            new String(DashboardAssets.charts(), StandardCharsets.UTF_8),
            DashboardAssets.text("dashboard/charts.js"));
  }
}
