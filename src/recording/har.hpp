// SPDX-License-Identifier: Apache-2.0
// HTTP archives (HAR 1.2) as browsers and mitmproxy write them, read entry by entry, so that an
// archive of any size takes the memory of one entry.
#pragma once

#include "recording/input.hpp"
#include "recording/recorded.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::recording {

class HarReader {
public:
    explicit HarReader(const ReaderOptions& options) : options_{options} {}

    Input& input() { return input_; }
    std::optional<Recorded> next();

private:
    enum class Place { before_entries, entries, behind };

    bool find_entries();
    /// The octets of the next whole value of the list; nothing when it is not there yet.
    std::optional<ByteView> whole_value();
    std::optional<ByteView> taken(std::size_t bytes);
    std::optional<Recorded> read(ByteView entry, std::uint64_t offset);

    ReaderOptions options_;
    Input input_;
    Place place_ = Place::before_entries;
    std::uint64_t requests_ = 0;
    // Of the value that is being looked for: how far it was looked through.
    std::size_t scanned_ = 0;
    std::size_t depth_ = 0;
    bool is_in_string_ = false;
    bool is_escaped_ = false;
};

/// One entry of "log.entries" -> an exchange; "" as the error of one that is no HTTP request.
std::optional<http::Exchange> parse_har_entry(ByteView entry, const ReaderOptions& options,
                                              std::uint64_t ordinal, std::string& why);

}  // namespace shadowdiff::recording
