#!/usr/bin/env bash
# Runs a command with a container engine of its own, and leaves nothing behind: docker/with-engine.sh COMMAND [ARGUMENT...]
#
# The engine is Debian's dockerd on a private socket, with its data in a folder under TMPDIR and a bridge of its own; an
# engine that runs already is not touched. Wants root, docker.io and iproute2. What the command gets is in DOCKER_HOST.
# It needs no registry and no firewall: containers reach each other and this machine, and nothing beyond it.
set -euo pipefail

fail() {
  echo "with-engine: $1" >&2
  exit 2
}

[ $# -gt 0 ] || fail "say what to run: docker/with-engine.sh COMMAND [ARGUMENT...]"
[ "$(id -u)" = 0 ] || fail "an engine needs root: run it with sudo"
command -v dockerd >/dev/null || fail "there is no dockerd: apt-get install docker.io"
command -v docker >/dev/null || fail "there is no docker client: apt-get install docker.io"
command -v ip >/dev/null || fail "there is no ip: apt-get install iproute2"

home=$(mktemp -d "${TMPDIR:-/tmp}/engine.XXXXXX")
net=$((RANDOM % 200 + 20))
bridge=engine$net
engine=
command=

# The command's own exit code is kept, whatever happens here.
clean() {
  code=$?
  trap - EXIT INT TERM HUP
  if [ -n "$command" ]; then
    kill -TERM -- "-$command" 2>/dev/null || true
    wait "$command" 2>/dev/null || true
  fi
  if [ -n "$engine" ]; then
    # shellcheck disable=SC2046 # a list of ids
    docker rm -f -v $(docker ps -aq) >/dev/null 2>&1 || true
    docker network prune -f >/dev/null 2>&1 || true
    stop
  fi
  ip link delete "$bridge" 2>/dev/null || true
  rm -rf "$home" || echo "with-engine: left behind: $home" >&2
  exit $code
}

# Its containerd is a child of its own and ends with it.
stop() {
  kill "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  engine=
}

# overlay2 wherever the file system can; vfs, which copies, inside another container.
start() {
  for driver in overlay2 vfs; do
    dockerd --storage-driver "$driver" --bridge "$bridge" --default-address-pool "base=10.$net.128.0/17,size=24" \
      --ip 127.0.0.1 --iptables=false --ip6tables=false --ip-forward=false --ip-masq=false \
      --host "$DOCKER_HOST" --data-root "$home/data" --exec-root "$home/exec" --pidfile "$home/pid" \
      --config-file "$home/none.json" >"$home/log" 2>&1 &
    engine=$!
    for _ in $(seq 120); do
      if docker version >/dev/null 2>&1; then
        return
      fi
      kill -0 "$engine" 2>/dev/null || break
      sleep 0.5
    done
    stop
  done
  tail -5 "$home/log" >&2
  fail "dockerd does not start, its last words are above"
}

trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

echo '{}' >"$home/none.json"
export DOCKER_HOST=unix://$home/docker.sock
ip link add "$bridge" type bridge
ip address add "10.$net.0.1/24" dev "$bridge"
ip link set "$bridge" up
start

# Testcontainers cleans up through a container from a registry; here everything goes with the engine.
export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=localhost
if [ -t 0 ]; then
  "$@"
else
  # In a group of its own: a signal to this script ends it at once, with all that it has started.
  setsid "$@" <&0 &
  command=$!
  wait "$command"
fi
