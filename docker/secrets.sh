#!/usr/bin/env bash
# Makes what docker/compose.tls.yaml keeps secret, in docker/secrets: an authority, the broker's certificate, a password for
# each party. Made once; delete the folder for new ones. Wants openssl.
set -euo pipefail
cd "$(dirname "$0")"
if [ -d secrets ]; then
  exit 0
fi
command -v openssl >/dev/null || { echo "secrets: there is no openssl: apt-get install openssl" >&2; exit 2; }
work=$(mktemp -d secrets.XXXXXX)
trap 'rm -rf "$work"' EXIT

openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=gradstream-authority \
  -keyout "$work/authority.key" -out "$work/authority.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj /CN=kafka -keyout "$work/broker.key" -out "$work/broker.request" 2>/dev/null
openssl x509 -req -in "$work/broker.request" -CA "$work/authority.pem" -CAkey "$work/authority.key" -CAcreateserial \
  -days 3650 -extfile <(echo 'subjectAltName=DNS:kafka,DNS:localhost') -out "$work/broker.crt" 2>/dev/null
cat "$work/broker.key" "$work/broker.crt" "$work/authority.pem" >"$work/broker.pem"

users=
for party in learner producer watch; do
  password=$(openssl rand -hex 16)
  users="$users user_$party=\"$password\""
  printf 'KAFKA_CLIENT_USER=%s\nKAFKA_CLIENT_PASSWORD=%s\n' "$party" "$password" >"$work/$party.env"
done
printf "KAFKA_LISTENER_NAME_CLIENTS_PLAIN_SASL_JAAS_CONFIG='%s required%s;'\n" \
  org.apache.kafka.common.security.plain.PlainLoginModule "$users" >"$work/broker.env"

rm "$work"/*.key "$work"/broker.{request,crt} "$work"/*.srl
# Each container is shown its own files and runs as somebody else; on this machine only the folder's owner gets at them.
chmod 644 "$work"/*
chmod 700 "$work"
mv "$work" secrets
