// SPDX-License-Identifier: Apache-2.0
#include "json/i_regexp.hpp"

#include <re2/re2.h>

#include <string>

namespace shadowdiff::json {

namespace {

/// In an I-Regexp a dot outside a class is any character but CR and LF (RFC 9485, section 5.4).
std::string to_re2(std::string_view pattern) {
    std::string translated;
    bool in_class = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            translated += pattern.substr(i++, 2);
        } else if (c == '.' && !in_class) {
            translated += "[^\\n\\r]";
        } else {
            if (c == '[') in_class = true;
            if (c == ']') in_class = false;
            translated += c;
        }
    }
    return translated;
}

re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);  // of the program and its states: no I-Regexp needs more
    return options;
}

}  // namespace

IRegexp::IRegexp(std::string_view pattern)
    : pattern_{std::make_unique<re2::RE2>(to_re2(pattern), options())} {}

IRegexp::~IRegexp() = default;
IRegexp::IRegexp(IRegexp&&) noexcept = default;
IRegexp& IRegexp::operator=(IRegexp&&) noexcept = default;

bool IRegexp::is_valid() const { return pattern_->ok(); }

bool IRegexp::matches(std::string_view text) const {
    return pattern_->ok() &&
           re2::RE2::FullMatch(re2::StringPiece{text.data(), text.size()}, *pattern_);
}

bool IRegexp::is_found_in(std::string_view text) const {
    return pattern_->ok() &&
           re2::RE2::PartialMatch(re2::StringPiece{text.data(), text.size()}, *pattern_);
}

}  // namespace shadowdiff::json
