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

/// Else it has requests alone: an access log, a list of URLs.
bool has_answers(Format format);

/// So many first octets decide, or all of a shorter recording.
inline constexpr std::size_t detection_bytes = 4'096;

/// Without the byte order mark that some programs write in front of a text.
ByteView without_mark(ByteView beginning);

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
