#!/usr/bin/env bash
set -euo pipefail
command -v python3 >/dev/null || (apt-get update && apt-get install -y --no-install-recommends python3)
