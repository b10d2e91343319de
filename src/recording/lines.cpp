// SPDX-License-Identifier: Apache-2.0
#include "recording/lines.hpp"

#include "base/ascii.hpp"
#include "recording/plain_request.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::recording {

std::optional<Recorded> LineReader::next() {
    while (true) {
        const auto rest = input_.rest();
        if (rest.empty()) return std::nullopt;
        const auto end = rest.find('\n', searched_);
        const auto offset = input_.offset();
        if (end == ByteView::npos && !input_.has_ended()) {
            searched_ = rest.size();
            if (searched_ <= bytes_max_) return std::nullopt;
            input_.use(rest.size());
            searched_ = 0;
            if (std::exchange(is_too_long_, true)) return std::nullopt;
            return Skipped{offset, "a line longer than any we read"};
        }
        const auto line = ascii::trimmed(rest.substr(0, end));
        std::optional<LineResult> read;
        if (!is_too_long_ && !line.empty() && !line.starts_with('#')) {
            read = parse_(line, options_, requests_);
        }
        input_.use(end == ByteView::npos ? rest.size() : end + 1);
        searched_ = 0;
        is_too_long_ = false;
        if (!read) continue;
        if (!*read) return Skipped{offset, std::move(read->error())};
        ++requests_;
        return std::move(**read);
    }
}

LineResult parse_url_line(std::string_view line, const ReaderOptions& options,
                          std::uint64_t ordinal) {
    if (has_spaces(line)) {
        return std::unexpected{"no URL: there is white space in it"};
    }
    auto exchange = nth_exchange(options, ordinal);
    exchange.request.method = "GET";
    set_url(exchange.request, line, options.host);
    return exchange;
}

}  // namespace shadowdiff::recording
