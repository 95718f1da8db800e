package io.gradstream.pipeline;

import java.util.ArrayList;
import java.util.List;

/** A request to end in good order, made once and heard by whoever listens, before or after it. */
final class StopSignal {
  private final List<Runnable> listeners = new ArrayList<>();
  private boolean stopped;

  synchronized void onStop(Runnable listener) {
    listeners.add(listener);
    if (stopped) {
      listener.run();
    }
  }

  synchronized void stop() {
    if (!stopped) {
      stopped = true;
      listeners.forEach(Runnable::run);
    }
  }
}
