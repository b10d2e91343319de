// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/token_targets.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace shadowdiff::mirror {
namespace {

const TokenTarget csrf{TokenTarget::In::body, "csrf"};

http::Request request_of(std::string type, Bytes body) {
    http::Request made;
    made.method = "POST";
    made.target = "/";
    made.headers = {{"Content-Type", std::move(type)}};
    made.body = http::make_body(std::move(body));
    return made;
}

Bytes part(std::string_view disposition, std::string_view content) {
    return fmt::format("--b\r\nContent-Disposition: form-data; {}\r\n\r\n{}\r\n", disposition,
                       content);
}

struct Substituted {
    std::size_t places = 0;
    Bytes body;
    bool operator==(const Substituted&) const = default;
};

// L1 of legacy, in whose place `own` stands.
Substituted substituted(http::Request request, const std::string& own) {
    const TokenLookup lookup = [&](std::string_view value) -> const std::string* {
        return value == "L1" ? &own : nullptr;
    };
    const auto places = substitute(csrf, lookup, request);
    return {places, request.body.bytes};
}

TEST_CASE("a field of a multipart form is substituted as a whole, and the rest stays to the byte") {
    const std::string type = "multipart/form-data; boundary=b";
    const auto file = part("name=\"up\"; filename=\"csrf\"", std::string_view{"L1\0\r\n--", 7});
    const auto before = part("name=\"csrf\"", "L1") + part("name=\"note\"", "L1") + file +
                        part("name=csrf", "L1") + part("name=\"csrf\"", " L1") + "--b--\r\n";
    const auto after = part("name=\"csrf\"", "C-longer") + part("name=\"note\"", "L1") + file +
                       part("name=csrf", "C-longer") + part("name=\"csrf\"", " L1") + "--b--\r\n";
    CHECK(substituted(request_of(type, before), "C-longer") == Substituted{2, after});
}

TEST_CASE("a multipart form that readers understand differently stays as it is") {
    const std::string type = "multipart/form-data; boundary=b";
    const auto form = part("name=\"csrf\"", "L1") + "--b--\r\n";
    struct Row {
        std::string_view name;
        std::string type;
        Bytes body;
        std::string own = "C1";
    };
    const Row rows[] = {
        {"no boundary", "multipart/form-data", form},
        {"another kind of multipart", "multipart/mixed; boundary=b", form},
        {"no end", type, part("name=\"csrf\"", "L1")},
        {"two names", type, part("name=\"csrf\"; name=\"x\"", "L1") + "--b--\r\n"},
        {"coded content", type,
         "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\nL1\r\n--b--\r\n"},
        {"a value with the boundary in it", type, form, "C1\r\n--b\r\n\r\nx"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(substituted(request_of(row.type, row.body), row.own) == Substituted{0, row.body});
    }
}

TEST_CASE("a body of which only a part was kept stays as it is") {
    auto cut = request_of("application/x-www-form-urlencoded", "csrf=L1&a");
    cut.body.length = 100;
    CHECK(substituted(cut, "C1") == Substituted{0, "csrf=L1&a"});
}

}  // namespace
}  // namespace shadowdiff::mirror
