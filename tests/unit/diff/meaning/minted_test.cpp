// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/minted.hpp"

#include "diff/compare.hpp"
#include "http/exchange.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::diff;

namespace {

const std::string of_legacy = "1b4e28ba-2fa1-4d3c-883f-0016d3cca427";
const std::string of_candidate = "9f3b3f66-8c3e-4b8a-b0a0-52f4a8c0d1e2";
const std::string version_1 = "9f3b3f66-8c3e-11eb-b0a0-52f4a8c0d1e2";

http::Body body_of(const std::string& text) {
    http::Body body;
    body.bytes = text;
    body.length = text.size();
    body.digest = hash128(text);
    return body;
}

http::Answer answer_with(http::Leg leg, const std::string& body, const std::string& location,
                         std::uint16_t status) {
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}};
    if (!location.empty()) response.headers.push_back({"Location", location});
    response.body = body_of(body);
    http::Answer answer;
    answer.leg = leg;
    answer.outcome = std::move(response);
    return answer;
}

struct Creation {
    const char* name;
    std::string legacy;
    std::string candidate;
    std::string minted;  // paths of the differences that are marked, in their order
    std::string request = "{\"lamp\":1}";
    std::string method = "POST";
    std::string target = "/orders";
    std::string legacy_location = "";
    std::string candidate_location = "";
    std::uint16_t status = 201;
};

std::string marked(const Creation& creation) {
    http::Exchange exchange;
    exchange.request.method = creation.method;
    exchange.request.target = creation.target;
    exchange.request.body = body_of(creation.request);
    exchange.answers = {
        answer_with(http::Leg::legacy, creation.legacy, creation.legacy_location, creation.status),
        answer_with(http::Leg::candidate, creation.candidate, creation.candidate_location,
                    creation.status)};
    std::string paths;
    for (const auto& answer : compare(exchange).answers) {
        for (const auto& difference : answer.differences.list) {
            if (difference.is_minted) paths += difference.path + " ";
        }
    }
    return paths;
}

std::string object(const std::string& id, const std::string& more = "") {
    return fmt::format(R"({{"id":"{}"{}}})", id, more);
}

}  // namespace

TEST_CASE("ids that each side made are known by their form, and by that nobody had them before") {
    const std::string ulid = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
    const std::string other_ulid = "01BX5ZZKBKACTAV9WEVGEMMVRZ";
    const std::string uuid_v7 = "018f4e8a-1c2d-7abc-8def-0123456789ab";
    const std::string other_v7 = "018f4e8a-1c2e-7fed-9cba-ba9876543210";
    const std::string nil = "00000000-0000-0000-0000-000000000000";
    const Creation rows[] = {
        {"a UUID", object(of_legacy), object(of_candidate), "$.id "},
        {"a UUID of version 7", object(uuid_v7), object(other_v7), "$.id "},
        {"a ULID", object(ulid), object(other_ulid), "$.id "},
        {"with a prefix", object("ord_" + of_legacy), object("ord_" + of_candidate), "$.id "},
        {"and a link to it", object(of_legacy, R"(,"self":"/orders/)" + of_legacy + "\""),
         object(of_candidate, R"(,"self":"/orders/)" + of_candidate + "\""), "$.id $.self "},
        {"and its place", object(of_legacy), object(of_candidate), "headers.location $.id ", "",
         "POST", "/orders", "/orders/" + of_legacy, "/orders/" + of_candidate},
        {"a link to another place", object(of_legacy, R"(,"self":"/orders/)" + of_legacy + "\""),
         object(of_candidate, R"(,"self":"/users/)" + of_candidate + "\""), "$.id "},
        {"version 1 for 4", object(of_legacy), object(version_1), ""},
        {"the nil UUID", object(of_legacy), object(nil), ""},
        {"a ULID for a UUID", object(of_legacy), object(ulid), ""},
        {"an empty id", object(of_legacy), object(""), ""},
        {"a number", R"({"id":71003})", R"({"id":92001})", ""},
        {"a word", object("lamp"), object("desk"), ""},
        {"an id of the request's body", object(of_legacy), object(of_candidate), "",
         R"({"user":")" + of_candidate + "\"}"},
        {"legacy's stands in the request", object(of_legacy), object(of_candidate), "",
         R"({"id":")" + of_legacy + "\"}"},
        {"an id of the target", object(of_legacy), object(of_candidate), "", "", "POST",
         "/users/" + of_candidate + "/orders"},
        {"an id of another member", object(of_legacy, R"(,"user":")" + of_candidate + "\""),
         object(of_candidate, R"(,"user":")" + of_candidate + "\""), ""},
        {"nothing was made", object(of_legacy), object(of_candidate), "", "", "POST", "/orders", "",
         "", 409},
        {"nothing is made by GET", object(of_legacy), object(of_candidate), "", "", "GET"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(marked(row) == row.minted);
    }
}

TEST_CASE("where an answer or the request cannot be read, nobody knows what they name") {
    http::Request request;
    request.body = body_of("x");
    const Difference ids{.path = "$.id",
                         .pattern = "$.id",
                         .legacy = '"' + of_legacy + '"',
                         .candidate = '"' + of_candidate + '"'};
    normalise::Document read;
    read.status = 201;
    normalise::Document unread = read;
    unread.content = normalise::Digested{};
    const auto is_marked = [&](const normalise::Document& legacy,
                               const normalise::Document& candidate) {
        Differences differences{.list = {ids}};
        mark_minted(differences, request, legacy, candidate);
        return differences.list[0].is_minted;
    };
    CHECK(is_marked(read, read));
    CHECK_FALSE(is_marked(unread, read));
    CHECK_FALSE(is_marked(read, unread));
    request.headers = {{"Content-Encoding", "gzip"}};
    CHECK_FALSE(is_marked(read, read));
    request.headers = {};
    request.body.length = 2;
    CHECK_FALSE(is_marked(read, read));
}
