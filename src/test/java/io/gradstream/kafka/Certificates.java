package io.gradstream.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates as the JDK's {@code keytool} makes them, signed by authorities of their own.
 *
 * @param directory where they are kept, in stores of PKCS #12 and as PEM
 */
public record Certificates(Path directory) {
  /** The password of every store. */
  public static final String PASSWORD = "stores-pa55word";

  /** An authority, which signs the others and is all that need be trusted. */
  public Certificates authority(String name) throws IOException {
    keytool(name, pair(name, "bc:c", "-validity", "30"));
    keytool(name, List.of("-exportcert", "-rfc", "-alias", "key", "-file", pem(name).toString()));
    return this;
  }

  /** One for this machine. */
  public Certificates valid(String authority, String name) throws IOException {
    return signed(authority, name, "san=dns:localhost,ip:127.0.0.1", "-validity", "2");
  }

  /** One for this machine whose time is over. */
  public Certificates expired(String authority, String name) throws IOException {
    return signed(
        authority, name, "san=dns:localhost,ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
  }

  /** One for another host. */
  public Certificates ofAnotherHost(String authority, String name) throws IOException {
    return signed(authority, name, "san=dns:elsewhere.example", "-validity", "2");
  }

  private Certificates signed(String authority, String name, String extension, String... validity)
      throws IOException {
    List<String> options = pair(name, extension, validity);
    options.set(options.indexOf("-alias") + 1, "broker");
    options.addAll(List.of("-signer", "key"));
    // keytool signs with a key of the same store.
    Files.copy(store(authority), store(name));
    keytool(name, options);
    keytool(name, List.of("-delete", "-alias", "key"));
    keytool(
        name, List.of("-exportcert", "-rfc", "-alias", "broker", "-file", pem(name).toString()));
    return this;
  }

  private static List<String> pair(String name, String extension, String... validity) {
    List<String> options = new ArrayList<>(List.of("-genkeypair", "-alias", "key"));
    options.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    options.addAll(List.of("-dname", "CN=" + name, "-ext", extension));
    options.addAll(Arrays.asList(validity));
    return options;
  }

  /** A store with key and certificate. */
  public Path store(String name) {
    return directory.resolve(name + ".p12");
  }

  /** The certificate alone, in PEM. */
  public Path pem(String name) {
    return directory.resolve(name + ".pem");
  }

  /** Its private key, in PEM. */
  public Path key(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(store(name).toFile(), PASSWORD.toCharArray());
    byte[] key = store.getKey("broker", PASSWORD.toCharArray()).getEncoded();
    String text = Base64.getMimeEncoder().encodeToString(key);
    return Files.writeString(
        directory.resolve(name + ".key"),
        "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
  }

  /** Who trusts an authority. */
  public SSLContext trusting(String authority) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(pem(authority))) {
      trusted.setCertificateEntry(
          authority, CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private void keytool(String name, List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(options);
    command.addAll(List.of("-keystore", store(name).toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(said);
    }
  }
}
