// SPDX-License-Identifier: Apache-2.0
// How a savefile begins: enough to tell what it is, and whether it is still the same.
#pragma once

#include "base/bytes.hpp"
#include "base/time.hpp"

#include <filesystem>
#include <optional>

namespace shadowdiff::capture {

/// The first octets, the time of the first packet of a pcap file among them; less when there are
/// less, none when the file cannot be read.
Bytes read_head(const std::filesystem::path& file);

/// True when they begin a format or a compression that we read.
bool is_capture(ByteView head);

/// Nothing when there is no packet (yet).
std::optional<Timestamp> first_packet_time(const std::filesystem::path& file);

}  // namespace shadowdiff::capture
