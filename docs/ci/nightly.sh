#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# nightly.sh RECORDINGS KEPT: replays all recordings of a directory against the candidate that
# shadowdiff.toml names, and keeps this night's run file in KEPT as the next one's baseline.
set -uo pipefail
recordings=${1:?the directory of recordings} kept=${2:?the directory that outlives the job}
mkdir -p "$kept"

shadowdiff ci "$recordings"/*.sdrec --config shadowdiff.toml \
    --baseline "$kept/last.db" --db night.db --output shadowdiff-report
status=$?

# Trouble (2) is no night to compare with.
((status == 2)) || cp night.db "$kept/last.db"
exit "$status"
