// SPDX-License-Identifier: Apache-2.0
// One case of llhttp's suite: the bytes, llhttp's log of reading them, and both readings as text of
// one form, so that they can be compared.
#pragma once

#include "http/parser.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

struct LlhttpCase {
    std::string name;  // "request/invalid: Invalid method"
    std::string type;  // "request", "response", or with a leniency of llhttp's behind it
    Bytes bytes;
    std::string log;

    /// What llhttp says, and what our parser reads in pieces of that size: for each message
    /// "request GET /a 1.1", "| Name: value", "body abc", "end", "| trailer: x"; at last "refused"
    /// where something was. A head that was not complete is left out.
    std::string said() const;
    std::string read(http::Strictness strictness, std::size_t piece_size) const;

    bool is_default() const { return type == "request" || type == "response"; }
    bool ends_in_tunnel() const;
    bool is_refused() const;
    /// False when the log is not of these bytes: its spans do not lie in them.
    bool is_sound() const;
};

std::vector<LlhttpCase> llhttp_cases(const std::filesystem::path& file);

/// "2 messages", "1 message, 1 unfinished", "nothing, refused".
std::string in_short(std::string_view reading);

}  // namespace shadowdiff::test
