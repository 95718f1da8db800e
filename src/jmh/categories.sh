#!/usr/bin/env bash
# Times whole processes that learn from a file of samples with 30 categories, start-up included: categories.sh [SAMPLES].
# Beside ours Vowpal Wabbit's, if there is a vw on the path. The fastest of five runs each, taking turns; GRADSTREAM names
# another program to run, as one built from another commit.
set -euo pipefail
samples=${1:-300000}
gradstream=${GRADSTREAM:-$(dirname "$0")/../../target/gradstream/bin/gradstream}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk -v samples="$samples" -v work="$work" 'BEGIN {
  srand(1)
  for (i = 0; i < samples; i++) {
    yes = rand() < 0.3
    fields = ""
    for (f = 0; f < 30; f++) fields = fields sprintf(",\"field%d\":\"value%d\"", f, int(rand() * 10 ^ (1 + f % 5)))
    printf "{\"label\":%d%s}\n", yes, fields >work "/samples.jsonl"
    printf "{\"_label\":%d%s}\n", 2 * yes - 1, fields >work "/samples.vw.jsonl"
  }
}'
{
  echo 'name: categories
input: {topic: categories}
sample:
  buckets: 1048576
  label: {field: label, type: binary}
  features:'
  for field in $(seq 0 29); do echo "    - {field: field$field, type: categorical}"; done
  echo 'model: {layers: [{type: linear, out: 1}]}
loss: {type: bce_with_logits}
optimizer: {type: sgd, learningRate: 0.05}
batch: {mode: single}'
} >"$work/categories.yaml"

TIMEFORMAT='%R %U'
for _ in 1 2 3 4 5; do
  { time "$gradstream" replay --config "$work/categories.yaml" --input "$work/samples.jsonl" >/dev/null 2>"$work/err"; } \
    2>>"$work/gradstream" || { cat "$work/err" >&2; exit 1; }
  if command -v vw >/dev/null; then
    { time vw --json -b 20 --loss_function logistic --quiet "$work/samples.vw.jsonl" >/dev/null 2>&1; } 2>>"$work/vw"
  fi
done
for program in gradstream vw; do
  if [ -f "$work/$program" ]; then
    sort -n "$work/$program" | awk -v program="$program" -v samples="$samples" \
      'NR == 1 {printf "%-11s %d samples in %.2f s, user time %.2f s\n", program, samples, $1, $2}'
  fi
done
