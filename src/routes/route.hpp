// SPDX-License-Identifier: Apache-2.0
// Request -> route: the method and a path template, so that requests for different things of one
// kind are counted together.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::routes {

/// What stands for a segment that looks minted.
inline constexpr std::string_view minted = "{id}";

/// "GET /users/{id}". Segments that look minted (numbers, UUIDs, ULIDs, 16 and more hexadecimal
/// digits, dates, random tokens, "ord-000123", long escaped text) become {id}; words, versions
/// (v1, 2.0) and a trailing slash stay; the query is left out. A target that is no path keeps its
/// own form ("OPTIONS *", "CONNECT example.com:443"). The route is one printable, bounded line.
std::string infer(std::string_view method, std::string_view target);

/// The same of a path alone: "/users/{id}". In the memory of a text that is written anew.
void write_path_template(std::string_view path, std::string& text);

}  // namespace shadowdiff::routes
