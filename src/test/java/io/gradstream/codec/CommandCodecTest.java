package io.gradstream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradstream.version.Offsets;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import io.gradstream.version.control.ControlState;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands on their topic, and what versions and lists say of them. */
class CommandCodecTest {
  private final CommandCodec codec = new CommandCodec();

  static Stream<Command> commands() {
    return Stream.of(
        new Command.Pause(),
        new Command.Resume(),
        new Command.Publish(),
        new Command.LearningRate(0.01),
        new Command.Rollback(120, false),
        new Command.Rollback(120, true),
        new Command.Promote("fast"),
        new Command.ResetScaler("payload.\"sepal.length\""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void decode_encoded_isTheCommand(Command command) {
    assertThat(codec.decode(codec.encode(command))).isEqualTo(command);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void applied_ofItsText_isTheSame(Command command) {
    AppliedCommand applied =
        new AppliedCommand(
            7,
            command,
            Offsets.none().with("in", 0, 12).with("in", 3, 4),
            Optional.of(Offsets.none().with("in", 0, 9)));

    assertThat(codec.applied(codec.text(applied.tree()))).isEqualTo(applied);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|a command must be a JSON object",
        "{\"command\": \"rate\", \"rate\": 0}|rate must be positive and finite: 0.0",
        "{\"command\": \"rollback\", \"version\": 1.5}|version must be a whole number: 1.5",
        "{\"command\": \"rollback\", \"version\": 0}|version must be at least 1: 0",
        "{\"command\": \"promote\"}|challenger must be a text: null",
        "{\"command\": \"reset-scaler\"}|field must be a text: null"
      })
  void decode_ofWhatIsNoCommand_saysWhatItMustBe(String text, String message) {
    assertThatThrownBy(() -> codec.decode(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedContent.class)
        .hasMessage(message);
  }

  @Test
  void state_afterManyCommands_remembersTheNewestAndWhatIsInEffect() {
    ControlState state = ControlState.none();
    for (int offset = 0; offset < 20; offset++) {
      Command command = offset == 0 ? new Command.LearningRate(0.5) : new Command.Pause();
      state = state.after(new AppliedCommand(offset, command, Offsets.none(), Optional.empty()));
    }

    assertThat(state.applied()).hasSize(16).first().matches(first -> first.offset() == 4);
    assertThat(state.next()).isEqualTo(20);
    assertThat(state.paused()).isTrue();
    assertThat(state.rate()).contains(0.5);
    assertThat(ControlState.of(state.tree())).isEqualTo(state);
    assertThat(state.passedOver(20).paused()).isTrue();
  }
}
