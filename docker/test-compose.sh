#!/usr/bin/env bash
# Brings up docker/compose.yaml, then the same with TLS, from the images of docker/local-images.sh, each until its learner
# is ready and somebody has seen versions, then three learners of one model; and takes everything down. Grafana is left
# out: nobody packages it.
set -euo pipefail
cd "$(dirname "$0")"
./secrets.sh
# Any port that is free.
export LEARNER_PORT= PROMETHEUS_PORT=
services="kafka learner producer watch"
if docker image inspect gradstream/prometheus:local >/dev/null 2>&1; then
  services="$services prometheus"
fi

compose() {
  docker-compose -p gradstream-test --env-file local.env "${files[@]}" "$@"
}

until_true() {
  local deadline=$((SECONDS + 90))
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -gt $deadline ]; then
      compose logs --tail 20 >&2
      echo "test-compose: this never came true: $*" >&2
      return 1
    fi
    sleep 1
  done
}

third_version() {
  [ "$(compose logs --no-color watch | grep -c 'version .* samples')" -ge 3 ]
}

# The learner's image has no client for HTTP, but bash.
scraped() {
  compose exec -T learner bash -c \
    'exec 3<>/dev/tcp/prometheus/9090 && printf "GET /api/v1/targets HTTP/1.0\r\n\r\n" >&3 && cat <&3' | grep '"health":"up"'
}

try() {
  files=("$@")
  compose config -q
  # shellcheck disable=SC2086 # a list of services
  compose up -d $services
  until_true third_version
  until_true compose exec -T learner healthcheck
  case $services in *prometheus*) until_true scraped ;; esac
  compose down -v
  echo "test-compose: it learns with $*"
}

# Each says so when it has joined the others.
all_are_members() {
  for number in 1 2 3; do
    compose logs --no-color learner | grep "learner_$number" | grep -q "member .* of flights" || return 1
  done
}

try_shared() {
  files=(-f compose.scale.yaml)
  compose config -q
  compose up -d --scale learner=3 kafka learner producer watch
  until_true third_version
  until_true all_are_members
  compose down -v
  echo "test-compose: three learners share one model with ${files[*]}"
}

trap 'compose down -v >/dev/null 2>&1 || true' EXIT
try -f compose.yaml
services="$services acls"
try -f compose.yaml -f compose.tls.yaml
try_shared
