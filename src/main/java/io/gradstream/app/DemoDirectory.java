package io.gradstream.app;

import io.gradstream.app.output.OwnerOnly;
import io.gradstream.app.train.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a demo keeps its topics. One that was killed is found as it was; one that has ended leaves
 * its topics to be looked at until the next demo begins.
 *
 * <p>It may be a directory that others can write to, and hold what is not a demo's. So nothing is
 * written through a link, and nothing deleted that has not the demo's mark and a name that its
 * broker gives.
 */
final class DemoDirectory {
  /** Every file of this content was made by a demo; another may have the same name. */
  private static final String MARK =
      "made by gradstream demo, which deletes it with what it marks\n";

  private static final String MARKED = "made-by-gradstream-demo";
  private static final Pattern TOPIC = Pattern.compile("[\\w.-]+-\\d+(\\.[\\w-]+)?");
  private static final Pattern OF_BROKER =
      Pattern.compile(
          "meta\\.properties|bootstrap\\.checkpoint|\\.lock|\\.kafka_cleanshutdown"
              + "|[a-z-]+-checkpoint(\\.tmp)?|"
              + MARKED);
  private static final Pattern OF_TOPIC =
      Pattern.compile(
          "\\d{20}(-\\d{10})?\\.[a-z.]+|partition\\.metadata(\\.tmp)?|quorum-state(\\.tmp)?"
              + "|leader-epoch-checkpoint(\\.tmp)?");

  private final Path root;

  DemoDirectory(Path root) {
    this.root = root;
  }

  Path broker() {
    return root.resolve("broker");
  }

  private Path finished() {
    return root.resolve("finished");
  }

  void markFinished() throws IOException {
    Files.writeString(finished(), MARK, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Makes it where it is missing, and clears away what a demo that has ended has left.
   *
   * @throws UsageException if it is not ours, or holds what no demo has made
   */
  void prepare() throws IOException {
    OwnerOnly.createDirectories(root);
    requireOurs(root);
    requireOurs(broker());
    if (Files.exists(finished(), LinkOption.NOFOLLOW_LINKS)) {
      requireMark(finished());
      requireMark(broker().resolve(MARKED));
      clear();
    }
    if (!Files.exists(broker(), LinkOption.NOFOLLOW_LINKS)) {
      OwnerOnly.createDirectories(broker());
      Files.writeString(broker().resolve(MARKED), MARK, StandardOpenOption.CREATE_NEW);
    }
  }

  /** Somebody else could lay links in it, or a link in its place. */
  private static void requireOurs(Path directory) throws IOException {
    if (Files.isSymbolicLink(directory)) {
      throw refused(directory, "is a symbolic link");
    }
    Optional<String> owner = owner(directory);
    String us = System.getProperty("user.name");
    // Who has no name is in a container, alone.
    if (!us.equals("?") && owner.isPresent() && !owner.get().endsWith(us)) {
      throw refused(directory, "belongs to " + owner.get());
    }
  }

  private static Optional<String> owner(Path path) throws IOException {
    return Files.exists(path) ? Optional.of(Files.getOwner(path).getName()) : Optional.empty();
  }

  private static void requireMark(Path file) throws IOException {
    boolean marked =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && Files.size(file) == MARK.length()
            && Files.readString(file).equals(MARK);
    if (!marked) {
      throw refused(file, "was not made by a demo");
    }
  }

  /** All or nothing: what else is there is found before anything is deleted. */
  private void clear() throws IOException {
    List<Path> found;
    try (Stream<Path> all = Files.walk(broker())) {
      found = new ArrayList<>(all.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : found) {
      if (!isBrokers(broker().relativize(path), path)) {
        throw refused(path, "was not made by a demo");
      }
    }
    for (Path path : found) {
      Files.delete(path);
    }
    Files.delete(finished());
  }

  private static boolean isBrokers(Path inside, Path path) {
    boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    String name = String.valueOf(inside.getFileName());
    return switch (inside.getNameCount()) {
      case 1 -> name.isEmpty() || (isDirectory ? TOPIC : OF_BROKER).matcher(name).matches();
      case 2 -> !isDirectory && OF_TOPIC.matcher(name).matches();
      default -> false;
    };
  }

  private static UsageException refused(Path path, String why) {
    return new UsageException(
        "%s %s: a demo deletes and overwrites only what is its own, choose another --data-dir"
            .formatted(path, why));
  }

  /** A file of the distribution's {@code config}, or of the source tree's. */
  static Path shipped(String name) {
    Path home = Path.of(System.getProperty("gradstream.home", "."));
    Path file = home.resolve("config").resolve(name);
    if (!Files.exists(file)) {
      throw new UncheckedIOException(
          new IOException(file + " is missing: run gradstream from its distribution"));
    }
    return file;
  }
}
