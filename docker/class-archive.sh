#!/usr/bin/env bash
# Keeps what Java finds out while a learner starts, for the next start: class-archive.sh GRADSTREAM DIRECTORY
# It needs a whole life of one: a broker, samples, versions, a scrape. Java 25 and later keep an AOT cache, others an
# archive of classes; bin/gradstream finds either. The jars must stay as they are.
set -euo pipefail
gradstream=$1
into=$2
work=$(mktemp -d)
trap 'kill "$broker" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
cd "$work"

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
release=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
cat "$gradstream/config/flights.yaml" - >learner.yaml <<<'http: {port: 0}'
export BOOTSTRAP_SERVERS=localhost:9092

"$gradstream/bin/gradstream" broker --data-dir data >ready 2>broker.log &
broker=$!
for _ in $(seq 300); do
  [ -s ready ] && break
  sleep 0.2
done
"$gradstream/bin/gradstream" produce --config learner.yaml --input "$gradstream/config/data/flights.jsonl.gz"

learn() {
  GRADSTREAM_OPTS="-XX:-UsePerfData $*" "$gradstream/bin/gradstream" train --config learner.yaml --until-end --reset
}
if [ "$release" -ge 25 ]; then
  learn -XX:AOTCacheOutput="$into/gradstream.aot"
  chmod 644 "$into/gradstream.aot"
else
  learn -Xshare:off -XX:DumpLoadedClassList=classes
  learn -Xshare:dump -XX:SharedClassListFile=classes -XX:SharedArchiveFile="$into/gradstream.jsa" >dump.log
  chmod 644 "$into/gradstream.jsa"
fi
