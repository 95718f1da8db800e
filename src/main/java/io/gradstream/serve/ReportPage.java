package io.gradstream.serve;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard of what is over, as one page that needs nothing beside it.
 *
 * @param dashboard what is shown
 */
public record ReportPage(Dashboard dashboard) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The page, in HTML. */
  public String html() {
    return DashboardAssets.text(DashboardAssets.PAGE)
        .replaceFirst("(?s)  <link rel=\"stylesheet\".*?>\n", "")
        .replaceAll("  <script src=[^>]*></script>\n", "")
        .replace(
            "</head>", within("style", DashboardAssets.text(DashboardAssets.STYLE)) + "</head>")
        .replace("</body>", scripts() + "</body>");
  }

  private String scripts() {
    return "<script type=\"application/json\" id=\"report\">"
        + data()
        + "</script>\n"
        + within("script", new String(DashboardAssets.charts(), StandardCharsets.UTF_8))
        + within("script", DashboardAssets.text(DashboardAssets.SCRIPT));
  }

  /** Without the sign that could end the element it stands in. */
  private String data() {
    return JSON.writeValueAsString(dashboard.tree(0)).replace("<", "\\u003c");
  }

  private static String within(String element, String content) {
    return "<%s>\n%s</%s>\n".formatted(element, content, element);
  }
}
