package io.gradstream.app;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C and SIGTERM: the command in hand is asked to finish, and the JVM waits for it; then it
 * leaves with the command's own exit code.
 */
final class Shutdown {
  private static final Duration PATIENCE = Duration.ofSeconds(9);
  private static final AtomicInteger CODE = new AtomicInteger();
  private static final CountDownLatch DONE = new CountDownLatch(1);
  private static final Queue<Thread> HOOKS = new ConcurrentLinkedQueue<>();

  private Shutdown() {}

  /** Calls {@code finish} at the first signal, and gives the command time to end. */
  static void onSignal(Runnable finish) {
    Thread hook = new Thread(() -> await(finish), "shutdown");
    HOOKS.add(hook);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Takes back every {@link #onSignal}: its command has ended, and the JVM goes on. */
  static void forget() {
    for (Thread hook = HOOKS.poll(); hook != null; hook = HOOKS.poll()) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private static void await(Runnable finish) {
    if (DONE.getCount() == 0) {
      return;
    }
    finish.run();
    try {
      if (DONE.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(CODE.get());
      }
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
