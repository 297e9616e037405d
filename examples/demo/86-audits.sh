#!/bin/bash
# What the loaders of 10-load.sh said.
set -euo pipefail
echo
echo '## What the loaders kept and dropped'
cat "$TE_STAGE/audits"
