// SPDX-License-Identifier: Apache-2.0
// The plainest request and the plainest answer, for tests of which answer is whose.
#pragma once

#include <string>

namespace shadowdiff::test {

inline std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\n\r\n"; }

inline std::string ok(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace shadowdiff::test
