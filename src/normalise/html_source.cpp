// SPDX-License-Identifier: Apache-2.0
#include "normalise/html_source.hpp"

#include "base/ascii.hpp"
#include "base/hash.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::normalise {
namespace {

constexpr std::string_view html_space = " \t\r\n\f";
constexpr std::string_view tag_name_end = " \t\r\n\f/>";
constexpr std::string_view attribute_end = " \t\r\n\f/>=";
constexpr std::string_view unquoted_end = " \t\r\n\f>";
constexpr std::string_view given_prefix = "_.";

bool begins_name(char c) { return ascii::is_letter(c) || c == '_' || c == ':' || c == '.'; }

bool is_in_name(char c) {
    return ascii::is_alphanumeric(c) || c == ':' || c == '-' || c == '_' || c == '.';
}

/// How much of a name libxml2 reads.
std::size_t readable_length(std::string_view name) {
    constexpr std::size_t name_bytes_max = 99;
    if (name.empty() || !begins_name(name[0])) return 0;
    const auto* const end = std::ranges::find_if_not(name, is_in_name);
    return std::min(static_cast<std::size_t>(end - name.begin()), name_bytes_max);
}

class HtmlRewriter {
public:
    HtmlRewriter(std::string_view page, std::size_t bytes_max)
        : rest_{page}, bytes_max_{bytes_max} {
        out_.text.reserve(page.size());
    }

    std::optional<HtmlSource> run() {
        while (!rest_.empty()) {
            copy(rest_.find('<'));
            markup();
            if (out_.text.size() > bytes_max_) return std::nullopt;
        }
        return std::move(out_);
    }

private:
    void markup();
    void comment();
    void start_tag();
    void attribute();
    void value();
    void raw_text(std::string_view element);

    std::string given_name(std::string name);
    std::string_view take(std::size_t length);
    void copy(std::size_t length) { out_.text += take(length); }
    void copy_through(std::string_view end);
    void skip_space() { take(rest_.find_first_not_of(html_space)); }

    std::string_view rest_;
    std::size_t bytes_max_;
    HtmlSource out_;
    bool has_paragraph_ = false;
};

std::string_view HtmlRewriter::take(std::size_t length) {
    const auto taken = rest_.substr(0, length);
    rest_.remove_prefix(taken.size());
    return taken;
}

void HtmlRewriter::copy_through(std::string_view end) {
    const auto at = rest_.find(end);
    copy(at == rest_.npos ? at : at + end.size());
}

void HtmlRewriter::markup() {
    const auto next = rest_.size() > 1 ? rest_[1] : '\0';
    if (rest_.starts_with("<!--")) {
        comment();
    } else if (next == '!' || next == '?') {
        copy_through(">");
    } else if (next == '/') {
        const bool is_tag = rest_.size() > 2 && begins_name(rest_[2]);
        is_tag ? copy_through(">") : copy(2);
    } else if (ascii::is_letter(next) || next == '_' || next == ':') {
        start_tag();
    } else {
        copy(1);
    }
}

void HtmlRewriter::comment() {
    // Empty ones to HTML, but for libxml2 they go on.
    for (const std::string_view empty : {"<!-->", "<!--->"}) {
        if (rest_.starts_with(empty)) {
            take(empty.size());
            return;
        }
    }
    copy(4);
    for (copy(rest_.find("--")); !rest_.empty(); copy(rest_.find("--"))) {
        if (rest_.starts_with("-->") || rest_.starts_with("--!>")) return copy_through(">");
        copy(1);
    }
}

void HtmlRewriter::start_tag() {
    copy(1);
    const auto name = take(readable_length(rest_));
    out_.text += name;
    // What libxml2 does not read of the element's name: no attribute's name has a space.
    const auto cut = take(rest_.find_first_of(tag_name_end));
    if (!cut.empty()) {
        out_.text.append(" ").append(given_name("of <" + std::string{name} + std::string{cut}));
    }
    const auto element = ascii::lower_case(name);
    if (element == "p" && !std::exchange(has_paragraph_, true)) {
        out_.text.append(" ").append(written_paragraph);
    }
    for (skip_space(); !rest_.empty(); skip_space()) {
        if (rest_.starts_with("/>")) return copy(2);
        if (rest_[0] == '>' || out_.text.size() > bytes_max_) break;
        if (rest_[0] == '/') {
            take(1);
        } else {
            attribute();
        }
    }
    copy(1);
    if (element == "script" || element == "style") raw_text(element);
}

void HtmlRewriter::attribute() {
    const auto name = take(rest_.find_first_of(attribute_end, 1));  // a = may begin one
    const bool is_readable =
        readable_length(name) == name.size() && !name.starts_with(given_prefix);
    out_.text += ' ';
    out_.text += is_readable ? std::string{name} : given_name(ascii::lower_case(name));
    skip_space();
    if (!rest_.starts_with('=')) return;
    copy(1);
    skip_space();
    value();
}

void HtmlRewriter::value() {
    if (rest_.starts_with('"') || rest_.starts_with('\'')) {
        const auto quote = take(1);
        out_.text += quote;
        copy_through(quote);
    } else {
        copy(rest_.find_first_of(unquoted_end));
    }
}

/// Up to the end tag, in which no tag begins.
void HtmlRewriter::raw_text(std::string_view element) {
    for (;;) {
        copy(rest_.find("</"));
        if (rest_.empty() || ascii::lower_case(rest_.substr(2, element.size())) == element) return;
        copy(2);
    }
}

std::string HtmlRewriter::given_name(std::string name) {
    auto given = std::string{given_prefix} + to_hex(hash128(name));
    out_.names.emplace(given, std::move(name));
    return given;
}

}  // namespace

std::optional<HtmlSource> readable_html(std::string_view page, std::size_t bytes_max) {
    return HtmlRewriter{page, bytes_max}.run();
}

}  // namespace shadowdiff::normalise
