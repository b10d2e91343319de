// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/packed_response.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

http::Response whole_response() {
    http::Response response;
    response.status = 207;
    response.reason_phrase = "Multi-Status";
    response.version = http::Version::http_1_0;
    response.headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}, {"X-Empty", "two"}};
    response.body = http::make_body(std::string(300, 'x') + '\0' + "y");
    response.trailers = {{"Digest", "sha-256=…"}};
    return response;
}

}  // namespace

TEST_CASE("a packed response is the same when it is unpacked") {
    auto cut = whole_response();
    cut.body.length = 1'000'000;
    cut.body.decoded = http::DecodedBody{.length = 7, .digest = {1, 2}};
    cut.body.sha256 = Digest256{};
    cut.body.sha256->back() = 5;
    for (const auto& response : {http::Response{}, whole_response(), cut}) {
        Bytes packed;
        pack(response, packed);
        CHECK(packed.size() == packed_size(response));
        CHECK(unpacked(packed) == response);
    }
}

TEST_CASE("what was packed before leaves nothing behind") {
    Bytes packed;
    pack(whole_response(), packed);
    http::Response small;
    small.status = 404;
    pack(small, packed);
    CHECK(unpacked(packed) == small);
}
