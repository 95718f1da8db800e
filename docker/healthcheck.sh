#!/usr/bin/env bash
# Whether the learner in this container is ready; without a client for HTTP in the image.
set -euo pipefail
exec 3<>"/dev/tcp/127.0.0.1/${GRADSTREAM_HTTP_PORT:-8080}"
printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3
answer=$(cat <&3)
echo "${answer##*$'\r\n\r\n'}"
[[ $answer == "HTTP/1."?" 200 "* ]]
