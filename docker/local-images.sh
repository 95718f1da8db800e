#!/usr/bin/env bash
# Builds the images where no registry is reachable, from this machine's own Debian packages, its JDK and Maven's jars:
#
#   gradstream/base:local     a shell and the C libraries Java needs, in place of debian:12-slim
#   gradstream/jdk:local      the same with the JDK, in place of eclipse-temurin:25-jdk
#   gradstream/kafka:local    Kafka, in place of apache/kafka
#   gradstream/learner:local  the learner, by the one docker/Dockerfile there is
#   gradstream/prometheus:local  Debian's prometheus, if it is installed, in place of prom/prometheus
#
# Wants an engine (DOCKER_HOST, or docker/with-engine.sh before it) and `mvn package` done. The JDK is JAVA_HOME's, else the
# one on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
  echo "local-images: $1" >&2
  exit 2
}

[ -d target/gradstream ] || fail "there is no target/gradstream: run mvn package -DskipTests before"
docker version >/dev/null 2>&1 || fail "no engine answers: run it with docker/with-engine.sh"
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
[ -x "$jdk/bin/jlink" ] || fail "the JDK has no jlink, name another one with JAVA_HOME: $jdk"

work=$(mktemp -d "${TMPDIR:-/tmp}/images.XXXXXX")
trap 'rm -rf "$work"' EXIT
export DOCKER_BUILDKIT=0

# A file to where it is found on this machine, links followed; Debian's /lib is a link to /usr/lib.
take() {
  local root=$1 file directory
  shift
  for file in "$@"; do
    directory=$(realpath "$(dirname "$file")")
    mkdir -p "$root$directory"
    cp -L "$file" "$root$directory/"
  done
}

# A file and every library it is linked with.
take_linked() {
  local root=$1 file
  shift
  for file in "$@"; do
    take "$root" "$file"
    # shellcheck disable=SC2046 # a list of files
    take "$root" $(ldd "$file" | grep -o '/[^ ]*' | grep -v "^$jdk\|:$")
  done
}

base() {
  local root=$work/base program
  mkdir -p "$root"/{etc,usr/bin,usr/lib,usr/lib64,proc,sys,dev,root,opt,var/tmp} "$root/tmp"
  chmod 1777 "$root/tmp" "$root/var/tmp"
  for link in bin lib lib64; do ln -s "usr/$link" "$root/$link"; done
  for program in bash cat chmod cp cut date dirname env grep head id ln ls mkdir mktemp mv od printf readlink rm sed seq sh sleep \
    sort stat tail timeout touch tr wc; do
    take_linked "$root" "$(type -P "$program")"
  done
  for library in "$jdk"/lib/server/libjvm.so "$jdk"/lib/lib{java,jli,zip,net,nio,management,verify,jimage}.so; do
    # shellcheck disable=SC2046 # a list of files
    take "$root" $(ldd "$library" | grep -o '/[^ ]*' | grep -v "^$jdk\|:$")
  done
  take "$root" /etc/debian_version /etc/os-release
  echo 'root:x:0:0:root:/root:/bin/bash' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  tar -C "$root" -c . | docker import --change 'ENV PATH=/usr/bin' --change 'CMD ["bash"]' - gradstream/base:local >/dev/null
}

jdk() {
  mkdir "$work/jdk"
  # Debian's JDK links to its sources, its settings and its certificates elsewhere.
  cp -rL "$jdk/." "$work/jdk/java" 2>"$work/dangling" || grep -v "cannot stat" "$work/dangling" || true
  # A JDK without jmods links from its own files, all of them but the sources.
  rm -rf "$work/jdk/java/lib/src.zip"
  printf 'FROM gradstream/base:local\nENV JAVA_HOME=/opt/jdk PATH=/opt/jdk/bin:/usr/bin\nCOPY java /opt/jdk\n' >"$work/jdk/Dockerfile"
  build gradstream/jdk:local "$work/jdk"
}

kafka() {
  cp -r docker/kafka "$work/kafka"
  mvn -q -B -f docker/kafka/pom.xml dependency:copy-dependencies -DoutputDirectory="$work/kafka/libs"
  build gradstream/kafka:local "$work/kafka" --build-arg BASE_IMAGE=gradstream/base:local --build-arg JDK_IMAGE=gradstream/jdk:local
}

learner() {
  build gradstream/learner:local . -f docker/Dockerfile --build-arg BASE_IMAGE=gradstream/base:local \
    --build-arg JDK_IMAGE=gradstream/jdk:local
}

prometheus() {
  mkdir "$work/prometheus"
  take_linked "$work/prometheus" "$(type -P prometheus)"
  mkdir -m 777 "$work/prometheus/prometheus"
  printf '%s\n' 'FROM gradstream/base:local' 'COPY . /' 'USER 65534' 'ENTRYPOINT ["prometheus"]' \
    'CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]' >"$work/prometheus/Dockerfile"
  build gradstream/prometheus:local "$work/prometheus"
}

# Says how large it became and how long that took; what a build says is of interest when it fails.
build() {
  local image=$1 context=$2 began=$SECONDS
  shift 2
  docker build --pull=false -t "$image" "$@" "$context" >"$work/log" 2>&1 || {
    tail -40 "$work/log" >&2
    fail "could not build $image"
  }
  echo "local-images: $image $(($(docker image inspect -f '{{.Size}}' "$image") / 1000000)) MB, $((SECONDS - began)) s"
}

base
jdk
kafka
learner
if type -P prometheus >/dev/null; then prometheus; fi
