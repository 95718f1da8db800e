package io.gradstream.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that come back to them. */
final class FreePort {
  /** Below the ports that the system gives to clients, one of which might take it meanwhile. */
  private static final int FIRST = 19_000;

  /** Each JVM of tests that runs at the same time looks among its own. */
  private static final int COUNT = 100;

  private static final int FORK = Integer.getInteger("it.fork", 0);

  private FreePort() {}

  static int find() {
    int first = FIRST + FORK * COUNT;
    for (int port = first; port < first + COUNT; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new AssertionError("no port is free");
  }
}
