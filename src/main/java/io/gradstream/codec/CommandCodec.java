package io.gradstream.codec;

import io.gradstream.record.JacksonFault;
import io.gradstream.version.control.AppliedCommand;
import io.gradstream.version.control.Command;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Commands as one JSON object each: {@code {"command": "rate", "rate": 0.01}}. Thread-safe. */
public final class CommandCodec {
  private final JsonFactory json = new JsonFactory();

  /** A tree of a command, of one that was applied, or of whatever has no other form. */
  public String text(Map<String, Object> tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = json.createGenerator(ObjectWriteContext.empty(), text)) {
      new JsonTreeWriter(out).write(tree);
    }
    return text.toString();
  }

  /** The command as bytes. */
  public byte[] encode(Command command) {
    return text(command.tree()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The command that was written.
   *
   * @throws MalformedContent if the bytes are none
   */
  public Command decode(byte[] bytes) {
    return decoded(bytes, Command::of);
  }

  /**
   * The applied command that a line is.
   *
   * @throws MalformedContent if it is none
   */
  public AppliedCommand applied(String line) {
    return decoded(line.getBytes(StandardCharsets.UTF_8), AppliedCommand::of);
  }

  private <T> T decoded(byte[] bytes, Function<Map<String, Object>, T> meaning) {
    try (JsonParser in = json.createParser(ObjectReadContext.empty(), bytes)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedContent("a command must be a JSON object");
      }
      return meaning.apply(JsonObject.read(in).members());
    } catch (JacksonException e) {
      throw new MalformedContent(JacksonFault.of(e), e);
    } catch (IllegalArgumentException e) {
      throw new MalformedContent(String.valueOf(e.getMessage()), e);
    }
  }
}
