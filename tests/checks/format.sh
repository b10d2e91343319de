#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every source is formatted as .clang-format says; ./dev format makes it so.
set -eu
cd "$(dirname "$0")/../.."
find src cli reports fixtures tests bench -name '*.cpp' -o -name '*.hpp' |
    xargs clang-format-19 --dry-run --Werror
