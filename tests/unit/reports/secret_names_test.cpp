// SPDX-License-Identifier: Apache-2.0
#include "reports/secret_names.hpp"

#include "base/limits.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

constexpr std::string_view one_digest = "redacted:0123456789abcdef";
constexpr std::string_view other_digest = "redacted:fedcba9876543210";

// Pieces joined, variables as <NAME>.
std::string shown_pieces(const std::vector<ShellPiece>& pieces) {
    std::string text;
    for (const ShellPiece& piece : pieces) {
        text += piece.is_variable ? "<" + piece.text + ">" : piece.text;
    }
    return text;
}

std::string split(std::string_view text, std::string_view fallback = "Authorization") {
    return shown_pieces(SecretNames{}.split(text, fallback));
}

}  // namespace

TEST_CASE("a secret is named for what stands in front of it") {
    const std::string digest{one_digest};
    struct {
        const char* name;
        std::string text;
        const char* expected;
    } const rows[] = {
        {"alone", digest, "<AUTHORIZATION>"},
        {"after a scheme", "Bearer " + digest, "Bearer <AUTHORIZATION>"},
        {"a cookie", "a=b; sid=" + digest + "; c=d", "a=b; sid=<SID>; c=d"},
        {"a parameter", "/x?api-key=" + digest + "&y=1", "/x?api-key=<API_KEY>&y=1"},
        {"a JSON member", "{\"password\": \"" + digest + "\"}", "{\"password\": \"<PASSWORD>\"}"},
        {"a name with no letter", "1=" + digest, "1=<SECRET_1>"},
        {"a name the shell has", "path=" + digest, "path=<SECRET_PATH>"},
        {"a name the linker has", "LD_PRELOAD=" + digest, "LD_PRELOAD=<SECRET_LD_PRELOAD>"},
        {"only part of the name is a word", "$(id)=" + digest, "$(id)=<AUTHORIZATION>"},
        {"too short to be a digest", "redacted:0123", "redacted:0123"},
        {"no digest behind one", "redacted:" + digest, "redacted:<REDACTED>"},
        {"upper case is no digest", "redacted:0123456789ABCDEF", "redacted:0123456789ABCDEF"},
        {"nothing", "", ""},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(split(row.text) == row.expected);
    }
}

TEST_CASE("one digest has one name, two of the same name are numbered") {
    SecretNames secrets;
    CHECK(shown_pieces(secrets.split(one_digest, "Authorization")) == "<AUTHORIZATION>");
    CHECK(shown_pieces(secrets.split(other_digest, "Authorization")) == "<AUTHORIZATION_2>");
    CHECK(shown_pieces(secrets.split(one_digest, "Cookie")) == "<AUTHORIZATION>");
    CHECK(secrets.names() == std::vector<std::string>{"AUTHORIZATION", "AUTHORIZATION_2"});
}

TEST_CASE("a name is always one that a shell takes, whatever the field is called") {
    for (const std::string_view wish : {"", "$(id)", "a b", "é", "x\n", "PATH", "-", "9", "_"}) {
        CAPTURE(wish);
        SecretNames secrets;
        secrets.split(one_digest, wish);
        REQUIRE(secrets.names().size() == 1);
        const std::string name = secrets.names().front();
        CHECK(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string::npos);
        CHECK((name.front() >= 'A' && name.front() <= 'Z'));
        CHECK(name != "PATH");
    }
}

TEST_CASE("the number of names is bounded") {
    std::string text;
    for (int i = 0; i < 5'000; ++i) text += fmt::format("k=redacted:{:016x}&", i);
    SecretNames secrets;
    const auto pieces = secrets.split(text, "BODY");
    CHECK(secrets.names().size() == ReportLimits{}.variables_max);
    CHECK(shown_pieces(pieces).ends_with("k=redacted:0000000000001387&"));
}
