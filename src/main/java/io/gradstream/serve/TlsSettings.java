package io.gradstream.serve;

import java.nio.file.Path;

/**
 * With what a server proves who it is, the {@code http.tls} section; both files in PEM.
 *
 * @param certificate its own, and those of the authorities between it and one that is trusted
 * @param key its private key, PKCS #8, without a password
 */
public record TlsSettings(Path certificate, Path key) {}
