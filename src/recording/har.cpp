// SPDX-License-Identifier: Apache-2.0
#include "recording/har.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::recording {

std::optional<Recorded> HarReader::next() {
    while (place_ != Place::behind) {
        if (place_ == Place::before_entries && !find_entries()) {
            if (!input_.has_ended()) return std::nullopt;
            place_ = Place::behind;
            return Skipped{input_.offset(), "an archive that is cut before its entries"};
        }
        const auto rest = input_.rest();
        const auto begin = rest.find_first_not_of(" \t\r\n,");
        if (begin == ByteView::npos) {
            input_.use(rest.size());
            if (!input_.has_ended()) return std::nullopt;
            place_ = Place::behind;
            return Skipped{input_.offset(), "an archive that is cut between its entries"};
        }
        if (begin > 0) {
            input_.use(begin);
            continue;
        }
        if (rest.front() == ']' || rest.front() == '}') {
            place_ = Place::behind;
            if (rest.front() == ']') continue;
            return Skipped{input_.offset(), "something in \"entries\" that is no entry"};
        }
        if (const auto value = whole_value()) return read(*value, input_.offset());
        if (rest.size() > options_.limits.record_bytes_max) {
            place_ = Place::behind;
            return Skipped{input_.offset(), "an entry longer than any we read"};
        }
        if (!input_.has_ended()) return std::nullopt;
        place_ = Place::behind;
        return Skipped{input_.offset(), "an archive that is cut inside an entry"};
    }
    input_.use(input_.rest().size());
    return std::nullopt;
}

// "entries": [ of the log. Nothing before it is kept but what may be the beginning of it.
bool HarReader::find_entries() {
    constexpr std::string_view name = "\"entries\"";
    constexpr std::size_t between_max = 64;  // white space around the colon
    while (true) {
        const auto before = input_.rest();
        const auto found = before.find(name);
        if (found == ByteView::npos) {
            const auto kept = std::min(before.size(), name.size() - 1);
            input_.use(before.size() - kept);
            return false;
        }
        input_.use(found);
        const auto behind = input_.rest().substr(name.size(), between_max);
        const auto bracket = behind.find_first_not_of(": \t\r\n");
        if (bracket == ByteView::npos && behind.size() < between_max) return false;
        if (bracket == ByteView::npos || behind[bracket] != '[') {
            input_.use(name.size());
            continue;
        }
        input_.use(name.size() + bracket + 1);
        place_ = Place::entries;
        return true;
    }
}

std::optional<ByteView> HarReader::whole_value() {
    const auto rest = input_.rest();
    const bool is_container = rest.front() == '{' || rest.front() == '[';
    const char opener = rest.front();
    const char closer = opener == '{' ? '}' : ']';
    for (; scanned_ < rest.size(); ++scanned_) {
        const char c = rest[scanned_];
        if (std::exchange(is_escaped_, false)) continue;
        if (is_in_string_) {
            is_escaped_ = c == '\\';
            is_in_string_ = c != '"';
            continue;
        }
        is_in_string_ = c == '"';
        if (!is_container && (c == ',' || c == ']')) return taken(scanned_);
        if (is_container && c == opener) ++depth_;
        if (is_container && c == closer && --depth_ == 0) return taken(scanned_ + 1);
    }
    return std::nullopt;
}

std::optional<ByteView> HarReader::taken(std::size_t bytes) {
    scanned_ = 0;
    return input_.rest().substr(0, bytes);
}

std::optional<Recorded> HarReader::read(ByteView entry, std::uint64_t offset) {
    if (entry.front() != '{') {
        input_.use(entry.size());
        return Skipped{offset, "something in \"entries\" that is no entry"};
    }
    std::string why;
    auto exchange = parse_har_entry(entry, options_, requests_, why);
    input_.use(entry.size());
    if (!exchange) return Skipped{offset, std::move(why)};
    ++requests_;
    return *std::move(exchange);
}

}  // namespace shadowdiff::recording
