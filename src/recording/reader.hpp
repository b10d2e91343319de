// SPDX-License-Identifier: Apache-2.0
// Recorded traffic of any form -> exchanges: octets are fed in order, exchanges are taken out.
#pragma once

#include "recording/block.hpp"
#include "recording/gor.hpp"
#include "recording/har.hpp"
#include "recording/lines.hpp"
#include "recording/recorded.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace shadowdiff::recording {

enum class Format : std::uint8_t { own, gor, har, json_lines, access_log, urls };

std::string_view name(Format format);
std::optional<Format> format_from_name(std::string_view text);

/// So many first octets decide, or all of a shorter recording.
inline constexpr std::size_t detection_bytes = 4'096;

/// What a recording looks like; nothing where it looks like none of them.
std::optional<Format> detect(ByteView beginning);

class Reader {
public:
    Reader(Format format, const ReaderOptions& options);

    void feed(ByteView bytes);
    /// The recording ends here.
    void end();
    /// Nothing: feed more, or, after end(), that was all.
    std::optional<Recorded> next();

private:
    std::variant<OwnReader, GorReader, HarReader, LineReader> reader_;
};

}  // namespace shadowdiff::recording
