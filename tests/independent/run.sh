#!/usr/bin/env bash
# `make proofs`: installs the packages of package-lock.json into .proofs/, records the payloads of the tests there, and
# proves them and the playground by these packages. Where npm is missing or cannot be reached, it says so and ends well.
set -euo pipefail
cd "$(dirname "$0")/../.."

FOLDER=.proofs
HERE=tests/independent
PYTHON=.venv/bin/python

skip() { # why
  echo "make proofs: skipped, $1."
  exit 0
}

command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || skip "node and npm are not installed"
[ "$(node --print 'process.versions.node.split(".")[0]')" -ge 20 ] || skip "@slack/bolt needs node 20, this is $(node --version)"

mkdir -p "$FOLDER"
if ! cmp --silent "$HERE/package-lock.json" "$FOLDER/installed.json"; then
  cp "$HERE/package.json" "$HERE/package-lock.json" "$HERE/.npmrc" "$FOLDER/"
  npm view typescript name --fetch-retries=0 --fetch-timeout=10000 >/dev/null 2>&1 || skip "npm cannot be reached"
  npm ci --prefix "$FOLDER" --silent
  cp "$HERE/package-lock.json" "$FOLDER/installed.json"
fi

# What the tests send to Slack: those of the bot's Slack side, and two scenarios of the whole bot in the playground. Left out
# are slow tests of connections that send nothing of their own. CI=1: the random tests try the same examples every time.
rm -rf "$FOLDER/payloads"
CONNECTION=tests/bot/slack/connection
CI=1 "$PYTHON" -m pytest tests/bot/slack tests/e2e/test_first_thread.py tests/e2e/test_daily_edition.py \
  --ignore "$CONNECTION/test_socket_mode.py" --ignore "$CONNECTION/test_hostile_requests.py" \
  --ignore "$CONNECTION/test_connection_limiter.py" \
  -m 'not slow' -n 2 --dist loadgroup --record-payloads "$FOLDER/payloads"

"$PYTHON" -m pytest "$HERE" -n 2 --dist worksteal --proofs "$FOLDER" -rs
