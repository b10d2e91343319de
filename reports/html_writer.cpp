// SPDX-License-Identifier: Apache-2.0
#include "reports/html_writer.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "reports/wording.hpp"

#include <limits>

namespace shadowdiff::reports {

HtmlWriter& HtmlWriter::text(std::string_view text) {
    return escaped(printable(text, ReportLimits{}.text_bytes_max));
}

HtmlWriter& HtmlWriter::escaped(std::string_view printable_text) {
    for (const char c : printable_text) {
        switch (c) {
            case '&': html_ += "&amp;"; break;
            case '<': html_ += "&lt;"; break;
            case '>': html_ += "&gt;"; break;
            case '"': html_ += "&quot;"; break;
            case '\'': html_ += "&#39;"; break;
            default: html_ += c;
        }
    }
    return *this;
}

HtmlWriter& HtmlWriter::lines(std::string_view lines) {
    constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
    for (std::size_t end = lines.find('\n'); end != std::string_view::npos;
         end = lines.find('\n')) {
        escaped(printable(lines.substr(0, end), unlimited));
        html_ += '\n';
        lines.remove_prefix(end + 1);
    }
    return escaped(printable(lines, unlimited));
}

HtmlWriter& HtmlWriter::number(std::uint64_t number) {
    html_ += grouped(number);
    return *this;
}

HtmlWriter& HtmlWriter::trusted(std::string_view markup) {
    html_ += markup;
    return *this;
}

}  // namespace shadowdiff::reports
