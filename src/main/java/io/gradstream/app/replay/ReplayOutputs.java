package io.gradstream.app.replay;

import io.gradstream.app.output.Console;
import io.gradstream.app.output.DeadLetterWriter;
import io.gradstream.app.output.FileSink;
import io.gradstream.app.output.OutputFile;
import io.gradstream.app.output.PredictionWriter;
import io.gradstream.app.train.ErrorLine;
import io.gradstream.app.train.UsageException;
import io.gradstream.codec.CommandCodec;
import io.gradstream.codec.MalformedContent;
import io.gradstream.data.LabelSettings;
import io.gradstream.learn.StepResult;
import io.gradstream.pipeline.LearningListener;
import io.gradstream.pipeline.batch.DeadLetter;
import io.gradstream.pipeline.control.ScriptedCommands;
import io.gradstream.version.control.AppliedCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The files that a replay writes on request, of which one may be standard output, and what it is
 * told on the way.
 */
public final class ReplayOutputs {
  @Option(
      names = "--updates",
      paramLabel = "FILE",
      description =
          "write every version there, a JSON line each; - in any of these is standard output")
  private @Nullable Path updates;

  @Option(
      names = "--predictions",
      paramLabel = "FILE",
      description =
          "write there what was predicted for each sample before it was learned, a JSON line each")
  private @Nullable Path predictions;

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "write there what could not be learned, and why, a JSON line each")
  private @Nullable Path deadLetters;

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "write the final model there, as safetensors")
  private @Nullable Path export;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "write a page there, in HTML, with pictures of how it learned")
  private @Nullable Path report;

  @Option(
      names = "--control",
      paramLabel = "FILE",
      description =
          "do what these commands say, at the offsets they had: a JSON line each, as control list"
              + " prints them")
  private @Nullable Path control;

  /**
   * What it is told on the way.
   *
   * @throws UsageException if that cannot be read, or not be done again
   */
  List<AppliedCommand> commands() {
    return control == null ? List.of() : commands(control);
  }

  private static List<AppliedCommand> commands(Path file) {
    try {
      List<AppliedCommand> commands =
          Files.readAllLines(file).stream().map(new CommandCodec()::applied).toList();
      var unused = new ScriptedCommands(commands);
      return commands;
    } catch (IOException e) {
      throw new UsageException("--control " + new ErrorLine(e).text());
    } catch (MalformedContent | IllegalArgumentException e) {
      throw new UsageException(
          "--control %s must have lines as gradstream control list prints them: %s"
              .formatted(file, e.getMessage()));
    }
  }

  /** Files that are open for one run, empty at its beginning. */
  public record Opened(
      FileSink versions, PredictionWriter predictions, DeadLetterWriter deadLetters)
      implements LearningListener, AutoCloseable {
    @Override
    public void learned(StepResult result) {
      predictions.learned(result);
    }

    @Override
    public void rejected(DeadLetter letter) {
      deadLetters.rejected(letter);
    }

    @Override
    public void close() {
      try (versions;
          predictions) {
        deadLetters.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  /** Whether versions are wanted on the way, and not only the last. */
  boolean hasVersions() {
    return updates != null || report != null;
  }

  /** Where a page of pictures goes. */
  public Optional<OutputFile> report() {
    return Optional.ofNullable(report).map(path -> OutputFile.replaced("--report", path));
  }

  /** Where the final model goes. */
  public Optional<OutputFile> export() {
    return Optional.ofNullable(export).map(path -> OutputFile.replaced("--export", path));
  }

  /** The files that are written while samples are learned. */
  private Stream<OutputFile> onTheWay() {
    return Stream.of(
            OutputFile.of("--updates", updates),
            OutputFile.of("--predictions", predictions),
            OutputFile.of("--dead-letters", deadLetters))
        .flatMap(Optional::stream);
  }

  /**
   * Checks the files before anything is learned.
   *
   * @throws UsageException if one cannot be written, or is read or written already
   */
  public void require(List<Path> read) {
    OutputFile.requireDistinct(read, all().toList());
  }

  private Stream<OutputFile> all() {
    return Stream.of(onTheWay(), export().stream(), report().stream()).flatMap(all -> all);
  }

  /** Where the summary goes: beside the results, if one of the files is standard output. */
  public Console summary(Console console) {
    return all().anyMatch(OutputFile::isStandardOutput) ? console.besideResults() : console;
  }

  /** Whether what a run writes can be written over by another. */
  boolean canStartAgain() {
    return onTheWay().noneMatch(OutputFile::isSpecial);
  }

  /** Opens the files, and empties them. */
  Opened open(LabelSettings label, Console console) {
    return new Opened(
        new FileSink(OutputFile.of("--updates", updates), console),
        new PredictionWriter(OutputFile.of("--predictions", predictions), label, console),
        new DeadLetterWriter(OutputFile.of("--dead-letters", deadLetters), console));
  }
}
