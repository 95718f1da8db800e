package io.gradstream.kafka;

import io.gradstream.kafka.client.KafkaSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A broker in this JVM that wants TLS and a password of everybody, and lets nobody do what no rule
 * allows. Its listeners differ in their certificates; on {@link #ownListener} it asks nothing.
 */
public final class SecureBroker implements AutoCloseable {
  /** What a listener shows who comes. */
  public enum Certificate {
    VALID,
    EXPIRED,
    OF_ANOTHER_HOST
  }

  private static final int NODE = 1;
  private static final String AUTHORITY = "authority";
  private static final String STRANGER = "stranger";
  private static final String MODULE = "org.apache.kafka.common.security.";

  private final KafkaRaftServer server;
  private final Certificates certificates;
  private final Map<String, Integer> ports;
  private final Admin admin;

  private SecureBroker(
      KafkaRaftServer server, Certificates certificates, Map<String, Integer> ports) {
    this.server = server;
    this.certificates = certificates;
    this.ports = ports;
    this.admin = Admin.create(Map.of("bootstrap.servers", ownListener()));
  }

  /**
   * Starts one.
   *
   * @param passwords of its users, by name
   */
  public static SecureBroker start(Path directory, Map<String, String> passwords) throws Exception {
    Certificates certificates = new Certificates(Files.createDirectories(directory));
    certificates
        .authority(AUTHORITY)
        .authority(STRANGER)
        .valid(AUTHORITY, "valid")
        .expired(AUTHORITY, "expired")
        .ofAnotherHost(AUTHORITY, "of_another_host");
    Map<String, Integer> ports = new HashMap<>();
    for (String listener : List.of("VALID", "EXPIRED", "OF_ANOTHER_HOST", "OWN", "CONTROLLER")) {
      ports.put(listener, freePort());
    }
    Path data = directory.resolve("data");
    KafkaConfig config = new KafkaConfig(settings(data, certificates, ports));
    format(data, passwords);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    server.startup();
    return new SecureBroker(server, certificates, ports);
  }

  /** Where clients find it. */
  public String listener(Certificate shown) {
    return "localhost:" + ports.get(shown.name());
  }

  /** Where it asks nobody for anything, and forbids nothing. */
  public String ownListener() {
    return "localhost:" + ports.get("OWN");
  }

  /** For who comes by its own listener. */
  public KafkaSettings own() {
    return new KafkaSettings(ownListener(), Map.of());
  }

  /** The properties of somebody with a password. */
  public Map<String, String> scram(String user, String password) {
    Map<String, String> properties = tls();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "SCRAM-SHA-512");
    properties.put("sasl.jaas.config", login(user, password));
    return properties;
  }

  /** The entry by which somebody logs in with a password. */
  public static String login(String user, String password) {
    return MODULE
        + "scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password);
  }

  /** The properties of somebody with a token. */
  public Map<String, String> token(String user) {
    Map<String, String> properties = tls();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "OAUTHBEARER");
    properties.put(
        "sasl.jaas.config",
        MODULE
            + "oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"%s\";"
                .formatted(user));
    return properties;
  }

  /** The properties of somebody who does no more than to trust its authority. */
  public Map<String, String> tls() {
    Map<String, String> properties = new HashMap<>();
    properties.put("security.protocol", "SSL");
    properties.put("ssl.truststore.type", "PEM");
    properties.put("ssl.truststore.location", certificates.pem(AUTHORITY).toString());
    return properties;
  }

  /** The certificate of an authority that has signed nothing here. */
  public Path stranger() {
    return certificates.pem(STRANGER);
  }

  /** From here on these rules hold, and no others. */
  public void allow(Collection<AclBinding> rules) throws ExecutionException, InterruptedException {
    admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
    admin.createAcls(rules).all().get();
  }

  @Override
  public void close() {
    admin.close();
    server.shutdown();
    server.awaitShutdown();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void format(Path data, Map<String, String> passwords) throws Exception {
    List<String> users = new ArrayList<>();
    passwords.forEach(
        (user, password) ->
            users.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password)));
    new Formatter()
        .setNodeId(NODE)
        .setClusterId("c2VjdXJlLWdyYWRzdHJlYW0")
        .addDirectory(data.toString())
        .setMetadataLogDirectory(data.toString())
        .setControllerListenerName("CONTROLLER")
        .setScramArguments(users)
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .run();
  }

  private static Map<String, String> settings(
      Path data, Certificates certificates, Map<String, Integer> ports) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put("controller.quorum.voters", NODE + "@localhost:" + ports.get("CONTROLLER"));
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("inter.broker.listener.name", "OWN");
    List<String> listeners = new ArrayList<>();
    ports.forEach((name, port) -> listeners.add("%s://localhost:%d".formatted(name, port)));
    settings.put("listeners", String.join(",", listeners));
    listeners.removeIf(listener -> listener.startsWith("CONTROLLER"));
    settings.put("advertised.listeners", String.join(",", listeners));
    settings.put(
        "listener.security.protocol.map",
        "VALID:SASL_SSL,EXPIRED:SASL_SSL,OF_ANOTHER_HOST:SASL_SSL,OWN:PLAINTEXT,CONTROLLER:PLAINTEXT");
    for (Certificate shown : Certificate.values()) {
      settings.putAll(listener(shown.name().toLowerCase(Locale.ROOT), certificates));
    }
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    settings.put("auto.create.topics.enable", "false");
    settings.put("log.dirs", data.toString());
    for (String topics : List.of("offsets.topic", "transaction.state.log")) {
      settings.put(topics + ".replication.factor", "1");
      settings.put(topics + ".num.partitions", "1");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    return settings;
  }

  private static Map<String, String> listener(String name, Certificates certificates) {
    String prefix = "listener.name." + name + ".";
    Map<String, String> settings = new HashMap<>();
    settings.put(prefix + "sasl.enabled.mechanisms", "SCRAM-SHA-512,OAUTHBEARER");
    settings.put(
        prefix + "scram-sha-512.sasl.jaas.config", MODULE + "scram.ScramLoginModule required;");
    settings.put(
        prefix + "oauthbearer.sasl.jaas.config",
        MODULE + "oauthbearer.OAuthBearerLoginModule required;");
    settings.put(
        prefix + "oauthbearer.sasl.server.callback.handler.class",
        MODULE + "oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler");
    settings.put(prefix + "ssl.keystore.type", "PKCS12");
    settings.put(prefix + "ssl.keystore.location", certificates.store(name).toString());
    settings.put(prefix + "ssl.keystore.password", Certificates.PASSWORD);
    settings.put(prefix + "ssl.key.password", Certificates.PASSWORD);
    return settings;
  }
}
