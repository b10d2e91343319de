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

# Only a night that was judged is one to compare with: no trouble (2), nothing cut short (130).
case $status in 0 | 1 | 3) cp night.db "$kept/last.db" ;; esac
exit "$status"
