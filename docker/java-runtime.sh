#!/bin/sh
# Trims the Java it is run with to the modules a learner uses: java-runtime.sh DIRECTORY
set -eu
# jdk.crypto.ec: TLS; java.security.*, java.naming: SASL; jdk.management: the JVM's metrics; java.rmi: the broker.
modules=java.base,java.logging,java.management,java.naming,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml
modules=$modules,jdk.crypto.ec,jdk.incubator.vector,jdk.management,jdk.net,jdk.security.jgss,jdk.unsupported,jdk.zipfs
jlink --add-modules "$modules" --strip-java-debug-attributes --no-header-files --no-man-pages --output "$1"
# From 25 on the archive of an application holds Java's own classes too.
rm -rf "$1/legal"
