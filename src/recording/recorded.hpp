// SPDX-License-Identifier: Apache-2.0
// What every reader of recorded traffic gives: exchanges in the recording's order, and what had to
// be left out, by its place.
#pragma once

#include "http/exchange.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace shadowdiff::recording {

/// A record that could not be read, and was passed over.
struct Skipped {
    std::uint64_t offset = 0;   // in the recording's (uncompressed) bytes, where it begins
    std::string why;            // "cut block", "a response without its request"
    std::uint64_t records = 1;  // at least, or as many as a damaged block says it has
    bool operator==(const Skipped&) const = default;
};

/// Of the exchange: the request, and the answers that the recording has (Origin::recorded).
/// Requests with one `connection` came one after the other on it.
using Recorded = std::variant<http::Exchange, Skipped>;

struct RecordingLimits {
    std::size_t record_bytes_max = 64 << 20;  // of one exchange: more than http keeps of two bodies
    std::size_t block_bytes_max = 96 << 20;   // of one block, unpacked
    std::size_t values_max = 1'000'000;       // of JSON in one exchange: about 100 MB when read
    std::size_t depth_max = 512;              // of them in one another, as everywhere
    std::size_t line_bytes_max = 1 << 20;     // of a line of a log: heads are at most 256 KiB
    std::size_t unpaired_max = 4'096;         // requests of a .gor that wait for their response
};

struct ReaderOptions {
    std::uint64_t seed = 0;  // of ids, where the recording has none
    std::string host;        // of requests whose recording does not tell it
    RecordingLimits limits{};
};

}  // namespace shadowdiff::recording
