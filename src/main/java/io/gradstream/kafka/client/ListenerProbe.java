package io.gradstream.kafka.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.utils.Utils;

/**
 * Finds out why servers stay silent at which something listens: whether they speak TLS and we do
 * not, or the other way round. Kafka's clients take either for a broker that is away.
 *
 * @param kafka where the servers are, and how we would speak to them
 */
public record ListenerProbe(KafkaSettings kafka) {
  private static final int PATIENCE_MS = 1_000;

  /** ApiVersions, version 0, of a client without a name: what may be asked before a login. */
  private static final byte[] VERSIONS = {0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

  private enum Answer {
    /** As a broker without TLS does. */
    PLAIN,
    TLS,
    /** Nobody, or nothing that tells. */
    NONE
  }

  /**
   * Checks, where we speak without TLS, that the servers do too; asks nothing where we use it.
   *
   * @throws KafkaFailure if they do not
   */
  public void requireSpokenTo() {
    if (!usesTls()) {
      mismatch()
          .ifPresent(
              why -> {
                throw new KafkaFailure(
                    KafkaFailure.Kind.UNREACHABLE, "connecting to Kafka", why, null);
              });
    }
  }

  /** What is wrong with how we speak to the servers, if that can be told. */
  Optional<String> mismatch() {
    for (String server : kafka.bootstrapServers().split(",")) {
      Answer answer = answer(server.strip());
      if (answer != Answer.NONE) {
        return explained(server.strip(), answer);
      }
    }
    return Optional.empty();
  }

  private Optional<String> explained(String server, Answer answer) {
    boolean tls = answer == Answer.TLS;
    if (tls != usesTls()) {
      return Optional.of(
          tls
              ? "%s is a port for TLS, and we speak without: set security.protocol in kafka.properties to SSL or SASL_SSL"
                  .formatted(server)
              : "%s is a port without TLS, and we speak TLS: name the broker's port for TLS, or set security.protocol in kafka.properties to PLAINTEXT or SASL_PLAINTEXT"
                  .formatted(server));
    }
    // Without TLS this cannot be told from a broker that takes its time.
    return tls && protocol().equals("SSL")
        ? Optional.of(
            "%s speaks TLS and is silent then: if it wants a login, set security.protocol in kafka.properties to SASL_SSL, with sasl.mechanism and sasl.jaas.config"
                .formatted(server))
        : Optional.empty();
  }

  private String protocol() {
    return kafka
        .properties()
        .getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
  }

  private boolean usesTls() {
    return protocol().endsWith("SSL");
  }

  private Answer answer(String server) {
    String host = Utils.getHost(server);
    Integer port = Utils.getPort(server);
    if (host == null || port == null) {
      return Answer.NONE;
    }
    try {
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (usesTls()) {
        return speaksTls(address) ? Answer.TLS : plain(address);
      }
      Answer plain = plain(address);
      return plain == Answer.NONE && speaksTls(address) ? Answer.TLS : plain;
    } catch (IOException | IllegalArgumentException unanswered) {
      return Answer.NONE;
    }
  }

  private static Answer plain(InetSocketAddress address) throws IOException {
    try (Socket socket = connected(address)) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(VERSIONS.length);
      out.write(VERSIONS);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      // A record of TLS begins with its type, 20 to 23, and a broker's answer is not so long.
      return length > 0 && length < 1 << 24 ? Answer.PLAIN : Answer.NONE;
    } catch (EOFException | SocketException | SocketTimeoutException closed) {
      return Answer.NONE;
    }
  }

  /** A handshake that fails over a certificate is one. */
  private static boolean speaksTls(InetSocketAddress address) throws IOException {
    try (Socket socket = connected(address);
        SSLSocket tls =
            (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(socket, address.getHostString(), address.getPort(), true)) {
      tls.startHandshake();
      return true;
    } catch (SSLException refused) {
      return isOverACertificate(refused);
    } catch (SocketException | SocketTimeoutException closed) {
      return false;
    }
  }

  private static boolean isOverACertificate(Throwable refused) {
    for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    socket.connect(address, PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }
}
