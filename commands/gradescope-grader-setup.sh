#!/usr/bin/env bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/grade4"
command -v npm >/dev/null || (apt-get update && apt-get install -y --no-install-recommends npm)
npm install --no-audit --no-fund
