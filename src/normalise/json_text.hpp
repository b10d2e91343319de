// SPDX-License-Identifier: Apache-2.0
// Writes JSON texts: the form in which every structured body becomes one tree that is compared in
// one way.
#pragma once

#include "base/bytes.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::normalise {

class JsonText {
public:
    void open_object() { open('{'); }
    void close_object() { close('}'); }
    void open_array() { open('['); }
    void close_array() { close(']'); }
    void key(std::string_view name);
    /// What is no UTF-8 is written as "base64:…", so that nothing is lost.
    void string(std::string_view text);
    /// A JSON value that was made elsewhere.
    void value(std::string_view json);

    void member(std::string_view name, std::string_view text) {
        key(name);
        string(text);
    }

    Bytes take() { return std::move(text_); }

private:
    void open(char bracket);
    void close(char bracket);
    void separate();
    void quoted(std::string_view text);

    Bytes text_;
    bool needs_comma_ = false;
};

/// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);

}  // namespace shadowdiff::normalise
