#!/bin/sh
# Keeps what the JDK that builds finds out about classes, for the program's next starts: class-archive.sh GRADSTREAM
# And what --help says, as a text. Beside the archive stands a link to that JDK, as the archive is of no use to others. Where there can be none, the program
# starts as well, only slower.
set -u
gradstream=$1
archive=$gradstream/gradstream.jsa
[ -x "$gradstream/bin/gradstream" ] || exit 0
java=$(command -v "${JAVA_HOME:+$JAVA_HOME/bin/}java") || exit 0
rm -f "$archive" "$gradstream/gradstream.java" "$gradstream/help.txt" "$gradstream/help.ansi"

work=$(mktemp -d) || exit 0
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# A command of the program with options for Java, in place of this shell.
with() {
  export GRADSTREAM_OPTS="$1" BOOTSTRAP_SERVERS=localhost:1
  shift
  exec "$gradstream/bin/gradstream" "$@" </dev/null >>"$work/log" 2>&1
}

# A learner's classes, for as long as it looks for a broker that is not there; meanwhile those of the rest.
flights=$gradstream/config/flights.yaml
(with -XX:DumpLoadedClassList="$work/train" train --config "$flights") &
train=$!
(with -XX:DumpLoadedClassList="$work/help" --help)
(with -XX:DumpLoadedClassList="$work/replay" replay --config "$flights" --input "$gradstream/config/data/flights.jsonl.gz" \
  --predictions "$work/predictions" --export "$work/model")
kill "$train" 2>/dev/null
wait "$train" 2>/dev/null

# One list, without the numbers that newer Javas give the classes of each, and without those that need such numbers. A
# lambda that is there several times is one for each place where it stands, so a line comes as often as in the list that
# has it most often.
for each in help replay train; do [ -f "$work/$each" ] || : >"$work/$each"; done
awk '!/ source: / {sub(/ id: [0-9]+$/, ""); if (++seen[FILENAME, $0] > most[$0]) {most[$0]++; print}}' \
  "$work/help" "$work/replay" "$work/train" >"$work/classes"

# G1, of all collectors, keeps objects too, which the one that the program runs with can read.
(with "-Xshare:dump -XX:-UseSerialGC -XX:+UseG1GC -XX:SharedClassListFile=$work/classes -XX:SharedArchiveFile=$archive")
GRADSTREAM_OPTS=-Dpicocli.ansi=false "$gradstream/bin/gradstream" --help >"$work/help.txt" &&
  GRADSTREAM_OPTS=-Dpicocli.ansi=true "$gradstream/bin/gradstream" --help >"$work/help.ansi" &&
  cp "$work/help.txt" "$work/help.ansi" "$gradstream/"
if [ -s "$archive" ]; then
  ln -s "$java" "$gradstream/gradstream.java"
else
  echo "no archive of classes could be made, so commands start slower: $(tail -n 1 "$work/log")" >&2
fi
