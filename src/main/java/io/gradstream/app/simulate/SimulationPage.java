package io.gradstream.app.simulate;

import io.gradstream.pipeline.simulate.SimulatedRun;
import io.gradstream.serve.ChartPage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A page with what simulated runs have come to, a line for each length of a round.
 *
 * @param model whose runs they are
 * @param table the runs in texts
 * @param runs the same in numbers
 */
public record SimulationPage(String model, SimulationTable table, List<SimulatedRun> runs) {
  /** The page in HTML, in UTF-8. */
  public byte[] bytes() {
    List<ChartPage.Chart> charts =
        List.of(
            chart("samples a second", SimulatedRun::samplesPerSecond),
            chart("bytes of the log for a sample", SimulatedRun::bytesPerSample),
            chart("rounds between a round and its model, median", SimulatedRun::medianStaleness),
            chart("prequential loss", table::lossOf));
    return new ChartPage(
            "Members of " + model + ", simulated",
            table.sentences(),
            table.head(),
            table.rows(),
            charts)
        .html()
        .getBytes(StandardCharsets.UTF_8);
  }

  private ChartPage.Chart chart(String title, ToDoubleFunction<SimulatedRun> figure) {
    Map<String, List<List<Double>>> lines = new LinkedHashMap<>();
    for (SimulatedRun run : runs) {
      lines
          .computeIfAbsent("round " + run.round(), name -> new ArrayList<>())
          .add(List.of((double) run.members(), figure.applyAsDouble(run)));
    }
    List<ChartPage.Series> series = new ArrayList<>();
    lines.forEach((name, points) -> series.add(new ChartPage.Series(name, points)));
    return new ChartPage.Chart(title, "members", series);
  }
}
