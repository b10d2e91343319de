// SPDX-License-Identifier: Apache-2.0
// Builds HTML in which only literals of this program can be markup: everything else is escaped, so
// that forgetting to is no option.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {

class HtmlWriter {
public:
    /// Markup: literals only.
    template <std::size_t N>
    HtmlWriter& raw(const char (&markup)[N]) {
        html_.append(markup, N - 1);
        return *this;
    }
    /// Text from anywhere: made printable, bounded, then escaped. Fit for element content and for
    /// attribute values between double quotes.
    HtmlWriter& text(std::string_view text);
    /// The same for text of several lines, which the caller has bounded.
    HtmlWriter& lines(std::string_view text);
    HtmlWriter& number(std::uint64_t number);  // "6,000"

    /// <td>text</td> and the like; `open` may carry attributes.
    template <std::size_t N, std::size_t M>
    HtmlWriter& element(const char (&open)[N], std::string_view content, const char (&close)[M]) {
        return raw(open).text(content).raw(close);
    }

    /// Text that this program made, such as its own style sheet.
    HtmlWriter& trusted(std::string_view markup);

    std::string take() { return std::move(html_); }

private:
    HtmlWriter& escaped(std::string_view printable_text);
    std::string html_;
};

}  // namespace shadowdiff::reports
