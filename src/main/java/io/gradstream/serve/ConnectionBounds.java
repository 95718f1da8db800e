package io.gradstream.serve;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServerState;

/**
 * How many connections there may be at once, and how long each may take to ask. A timeout for
 * silence alone would let a client that sends a byte now and then keep its place for ever.
 */
final class ConnectionBounds implements ChannelPipelineConfigurer, ConnectionObserver {
  private static final AttributeKey<Future<?>> DEADLINE =
      AttributeKey.valueOf("gradstream.deadline");

  private final int most;
  private final Duration patience;
  private final AtomicInteger open = new AtomicInteger();

  /**
   * Bounds.
   *
   * @param most connections at once; one more is closed
   * @param patience how long a request may be in coming, from the connection or the answer before
   */
  ConnectionBounds(int most, Duration patience) {
    this.most = most;
    this.patience = patience;
  }

  @Override
  public void onChannelInit(
      ConnectionObserver observer, Channel channel, @Nullable SocketAddress remote) {
    channel.closeFuture().addListener(closed -> open.decrementAndGet());
    if (open.incrementAndGet() > most) {
      channel.close();
    } else {
      expectRequest(channel);
    }
  }

  @Override
  public void onStateChange(Connection connection, State state) {
    if (state == HttpServerState.REQUEST_RECEIVED) {
      Future<?> deadline = connection.channel().attr(DEADLINE).getAndSet(null);
      if (deadline != null) {
        deadline.cancel(false);
      }
    } else if (state == HttpServerState.DISCONNECTING) {
      expectRequest(connection.channel());
    }
  }

  private void expectRequest(Channel channel) {
    Future<?> deadline =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    Future<?> before = channel.attr(DEADLINE).getAndSet(deadline);
    if (before != null) {
      before.cancel(false);
    }
  }
}
