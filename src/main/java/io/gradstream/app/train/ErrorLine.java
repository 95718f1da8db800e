package io.gradstream.app.train;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;

/** What went wrong, in one line for a person. */
public record ErrorLine(Throwable cause) {
  /** What went wrong, without line breaks. */
  public String text() {
    String message = cause.getMessage();
    String text = message == null ? cause.getClass().getSimpleName() : message;
    if (cause instanceof FileSystemException failure && failure.getReason() == null) {
      text = failure.getFile() + ": " + reason(failure);
    }
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  /** Java tells these by their class alone. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file or directory";
    }
    return failure instanceof AccessDeniedException
        ? "permission denied"
        : failure.getClass().getSimpleName();
  }
}
