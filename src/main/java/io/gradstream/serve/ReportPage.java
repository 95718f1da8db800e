package io.gradstream.serve;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of what is over, as one page that needs nothing beside it. */
public final class ReportPage {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReportPage() {}

  /** The page, in HTML. */
  public static String of(Dashboard dashboard) {
    return DashboardAssets.text(DashboardAssets.PAGE)
        .replaceFirst("(?s)  <link rel=\"stylesheet\".*?>\n", "")
        .replaceAll("  <script src=[^>]*></script>\n", "")
        .replace(
            "</head>", within("style", DashboardAssets.text(DashboardAssets.STYLE)) + "</head>")
        .replace("</body>", scripts(dashboard) + "</body>");
  }

  private static String scripts(Dashboard dashboard) {
    return "<script type=\"application/json\" id=\"report\">"
        + data(dashboard)
        + "</script>\n"
        + within("script", new String(DashboardAssets.charts(), StandardCharsets.UTF_8))
        + within("script", DashboardAssets.text(DashboardAssets.SCRIPT));
  }

  /** Without the sign that could end the element it stands in. */
  private static String data(Dashboard dashboard) {
    return JSON.writeValueAsString(dashboard.tree(0)).replace("<", "\\u003c");
  }

  private static String within(String element, String content) {
    return "<%s>\n%s</%s>\n".formatted(element, content, element);
  }
}
