package io.gradstream.pipeline.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;
import reactor.test.StepVerifier;

class DaemonThreadTest {
  private static final DaemonThread THREAD = new DaemonThread("reader");

  @Test
  void with_moreAskedForWhileItEnds_isNoFailure() throws Exception {
    CompletableFuture<String> asked = new CompletableFuture<>();

    THREAD
        .with(thread -> Flux.range(1, 1).hide().subscribeOn(thread))
        .subscribe(new LateAsker(asked));

    assertThat(asked.get(10, TimeUnit.SECONDS)).isEqualTo("asked");
  }

  /** Asks for more when it hears that there is none, from another thread, as a consumer's may. */
  private static final class LateAsker implements CoreSubscriber<Integer> {
    private final CompletableFuture<String> asked;
    private Subscription upstream = Operators.emptySubscription();

    LateAsker(CompletableFuture<String> asked) {
      this.asked = asked;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      upstream = subscription;
      subscription.request(1);
    }

    @Override
    public void onNext(Integer value) {}

    @Override
    public void onError(Throwable failure) {
      asked.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      CompletableFuture<String> late = CompletableFuture.supplyAsync(this::ask);
      asked.complete(late.exceptionally(Throwable::toString).join());
    }

    private String ask() {
      upstream.request(1);
      return "asked";
    }
  }

  @Test
  void with_ended_itsThreadEnds() {
    List<Scheduler> own = new CopyOnWriteArrayList<>();

    StepVerifier.create(
            THREAD.with(
                thread -> {
                  own.add(thread);
                  return Flux.just(1)
                      .map(i -> Thread.currentThread().getName())
                      .subscribeOn(thread);
                }))
        .assertNext(name -> assertThat(name).startsWith("reader"))
        .verifyComplete();

    StepVerifier.create(
            Flux.interval(Duration.ofMillis(1)).takeUntil(i -> own.get(0).isDisposed()).then())
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }
}
