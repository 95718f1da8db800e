package io.gradstream.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivePanelTest {
  private static final String CLEAR_2 = "\u001b[2A\u001b[J";

  private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
  private final Console console = Console.ofTerminal(new PrintStream(terminal), terminal, 10);

  @Test
  void show_linesAgain_takeThePlaceOfThoseBefore() {
    console.show(List.of("a", "b"));
    console.show(List.of("c", "d"));
    console.show(List.of());

    assertThat(shown()).isEqualTo("a\nb\n" + CLEAR_2 + "c\nd\n" + CLEAR_2);
  }

  @Test
  void err_lineWhileLinesAreShown_scrollsPastAboveThem() {
    console.show(List.of("a", "b"));
    console.err().println("news");

    assertThat(shown()).isEqualTo("a\nb\n" + CLEAR_2 + "news\na\nb\n");
  }

  @Test
  void err_partOfALine_isNotCutByThem() {
    console.show(List.of("a", "b"));
    console.err().print("ne");
    console.err().flush();
    console.show(List.of("c", "d"));
    console.err().println("ws");

    assertThat(shown()).isEqualTo("a\nb\n" + CLEAR_2 + "news\nc\nd\n");
  }

  @Test
  void show_lineWiderThanTheTerminal_isCut() {
    console.show(List.of("0123456789x"));

    assertThat(shown()).isEqualTo("0123456789\n");
  }

  @Test
  void show_noTerminal_showsNothing() {
    new Console(new PrintStream(terminal), terminal).show(List.of("a"));

    assertThat(shown()).isEmpty();
  }

  private String shown() {
    return terminal.toString(StandardCharsets.UTF_8);
  }
}
