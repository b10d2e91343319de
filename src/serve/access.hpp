// SPDX-License-Identifier: Apache-2.0
// Who may read a page that is served, and how it is given. Decides only: no I/O.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::serve {

/// What of a request decides its answer.
struct Request {
    std::string method;
    std::string target;
    std::string host;           // with its port
    std::string authorization;  // "" where there is none
    std::string if_none_match;
};

/// With a token, whoever has it may read. Without one only who asks for this machine by a name of
/// its own: another name is a page of somebody else's that was made to point here (DNS rebinding).
struct Access {
    std::string token;
};

struct Page {
    std::string tag;  // changes whenever the page does
    std::shared_ptr<const std::string> html;
};

struct Reply {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> fields;
    std::shared_ptr<const std::string> body = std::make_shared<const std::string>();
};

/// Whether the page is to be given at all: status 0, else the refusal.
Reply refuse(const Request& request, const Access& access);
/// The page; or that it is still the one that the asker has.
Reply give(const Request& request, const Page& page);
/// One line of text.
Reply say(unsigned status, std::string_view text);

/// "127.0.0.1", "[::1]", "localhost", with or without a port.
bool is_this_machine(std::string_view host);

}  // namespace shadowdiff::serve
