package io.gradstream.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Hooks;

/**
 * Ctrl-C and SIGTERM: the command in hand is asked to finish, and the JVM waits for it; then it
 * leaves with the command's own exit code.
 */
final class Shutdown {
  private static final Duration PATIENCE = Duration.ofSeconds(9);
  private static final int FAILED = 1;
  private static final AtomicInteger CODE = new AtomicInteger();
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static final AtomicReference<@Nullable Runnable> FINISH = new AtomicReference<>();

  private Shutdown() {}

  /** From here on this process finishes in good order. */
  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::finish, "shutdown"));
  }

  /** At a signal {@code finish} is called, and the command has time to end. */
  static void onSignal(Runnable finish) {
    FINISH.set(finish);
  }

  /** Until something is begun that must be finished, a signal ends it all at once. */
  static void atOnceOnSignal() {
    FINISH.set(DONE::countDown);
  }

  private static void finish() {
    Runnable finish = FINISH.get();
    if (finish == null || DONE.getCount() == 0) {
      return;
    }
    // What is interrupted from here on is broken off by intention, and no news.
    Hooks.onErrorDropped(brokenOff -> {});
    finish.run();
    try {
      boolean done = DONE.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (!done) {
        System.err.printf(
            "gradstream: not finished within %d s of the signal, and left as it is%n",
            PATIENCE.toSeconds());
      }
      Runtime.getRuntime().halt(done ? CODE.get() : FAILED);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Leaves with this code. */
  static void exit(int code) {
    CODE.set(code);
    DONE.countDown();
    System.exit(code);
  }
}
