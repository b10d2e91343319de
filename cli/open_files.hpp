// SPDX-License-Identifier: Apache-2.0
// How many files may be open: each connection is one.
#pragma once

#include "pipeline/shadow.hpp"

#include <cstddef>

namespace shadowdiff::cli {

/// Lets as many be open as the system allows us without asking. Warns in one line when these are
/// fewer than `clients` (connections of clients, and what each holds to legacy) and the legs need.
void allow_open_files(const pipeline::ShadowOptions& options, std::size_t clients = 0);

}  // namespace shadowdiff::cli
