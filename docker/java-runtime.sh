#!/bin/sh
# Trims the Java it is run with to the modules a learner uses: java-runtime.sh DIRECTORY
set -eu
# jdk.crypto.ec: TLS; java.security.*, java.naming: SASL; jdk.management: the JVM's metrics; java.rmi: the broker;
# java.net.http: a schema registry.
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.incubator.vector,jdk.management,jdk.net,jdk.security.jgss,jdk.unsupported,jdk.zipfs
# The kept classes of class-archive.sh are not read from here, so what is left may well be compressed.
if jlink --help | grep -q 'zip-\['; then compress=zip-6; else compress=2; fi
jlink --add-modules "$modules" --compress "$compress" --strip-java-debug-attributes --no-header-files --no-man-pages \
  --output "$1"
rm -rf "$1/legal"
