#!/usr/bin/env bash
# Installs what the slow tests need on a Debian machine: Chromium, SIPp, sox, espeak-ng, Dovecot, and Asterisk in a folder
# of its own (see docs/asterisk.md). Says clearly what could not be had; prints one count line for .ci/run.
set -uo pipefail
cd "$(dirname "$0")/.."
if ! command -v apt-get >/dev/null; then
  echo "This machine has no apt-get: install chromium, sip-tester and Asterisk 22 by hand to run the slow tests."
  echo "0 passed, 1 failed"
  exit 1
fi
missing=()
for pair in chromium:chromium sipp:sip-tester mmdebstrap:mmdebstrap sox:sox espeak-ng:espeak-ng dovecot:dovecot-imapd; do
  command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
done
if [ ${#missing[@]} -gt 0 ]; then
  echo "Installing ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >/dev/null ||
    { echo "apt-get could not install ${missing[*]}"; echo "0 passed, 1 failed"; exit 1; }
fi
npx -y deno@2.9.6 task asterisk --install-only || { echo "Asterisk could not be installed"; echo "0 passed, 1 failed"; exit 1; }
echo "1 passed, 0 failed"
