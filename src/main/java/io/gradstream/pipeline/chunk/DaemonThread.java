package io.gradstream.pipeline.chunk;

import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * A thread of a flux's own, for what may wait for ever, as reading a pipe does: none of Reactor's
 * could be had back. It keeps no program from ending.
 *
 * @param name what the thread is called
 */
public record DaemonThread(String name) {
  /**
   * A flux for each of whose subscribers there is such a thread, until it ends.
   *
   * @param flux what runs on the thread
   */
  public <T> Flux<T> with(Function<Scheduler, Flux<T>> flux) {
    return Flux.using(() -> Schedulers.newSingle(name, true), flux, DaemonThread::end);
  }

  /**
   * Has the thread end behind what it is doing. Ended at once, it could not be asked for more while
   * it still says that there is none, and who asks would fail.
   */
  private static void end(Scheduler thread) {
    thread.schedule(thread::dispose);
  }
}
