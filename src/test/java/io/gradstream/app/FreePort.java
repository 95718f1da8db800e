package io.gradstream.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that come back to them. */
final class FreePort {
  /** Below the ports that the system gives to clients, one of which might take it meanwhile. */
  private static final int FIRST = 19_000;

  private FreePort() {}

  static int find() {
    for (int port = FIRST; port < FIRST + 1000; port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new AssertionError("no port is free");
  }
}
