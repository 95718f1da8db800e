#!/usr/bin/env bash
# What each party of docker/compose.tls.yaml may do; everything else is refused. Run beside the broker, at whose own listener
# there is no password to give.
set -euo pipefail

allow() {
  local who=$1
  shift
  /opt/kafka/bin/kafka-acls.sh --bootstrap-server localhost:19092 --add --allow-principal "User:$who" "$@"
}

# The learner reads its input, and its own topics at a restore; it writes its own topics, in transactions of its name.
allow learner --operation Read --operation Describe --operation DescribeConfigs --operation Create --topic flights
allow learner --operation Read --operation Write --operation Describe --operation DescribeConfigs --operation Create \
  --topic flights. --resource-pattern-type prefixed
allow learner --operation Read --group flights
allow learner --operation Write --operation Describe --transactional-id flights
# A producer of samples writes them.
allow producer --operation Write --operation Describe --operation DescribeConfigs --topic flights
# An operator gives commands, and sees what became of them.
allow operator --operation Write --operation Describe --topic flights.control
allow operator --operation Read --operation Describe --topic flights.parameters
# A consumer of versions reads them, and those of before.
allow watch --operation Read --operation Describe --topic flights.parameters
# Who draws how well they predict reads their figures.
allow watch --operation Read --operation Describe --topic flights.metrics
allow watch --operation Read --operation Describe --topic flights.history
