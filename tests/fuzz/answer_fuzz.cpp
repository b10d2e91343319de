// SPDX-License-Identifier: Apache-2.0
// Any bytes as a leg's answer, read in two pieces: it is read the same way in one, our words are
// taken out of it, and what it mints is translated without harm.
#include "mirror/request/echo.hpp"
#include "mirror/request/tokens.hpp"
#include "mirror/upstream/answer_reader.hpp"

#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;
using namespace shadowdiff::mirror;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

const OurWords words{.mark = "0123456789abcdef",
                     .span_id = "00000000000000aa",
                     .client_span_id = "b7ad6b7169203331",
                     .host = "api.test",
                     .client_host = "www.example.com"};

Outcome read(ByteView first, ByteView second) {
    AnswerReader reader{"GET", {}};
    reader.take_all(first);
    if (!reader.is_done()) reader.take_all(second);
    if (!reader.is_done()) reader.finish();
    return reader.take_outcome();
}

void translate(const http::Response& response) {
    Tokens tokens{{parse_token_rule("set-cookie:a to cookie:a").value(),
                   parse_token_rule("json:$..id to path,body:id").value()}};
    tokens.begin({0, 1}, {http::Leg::secondary});
    tokens.note({0, 1}, http::Leg::legacy, response);
    tokens.note({0, 1}, http::Leg::candidate, response);
    http::Request request;
    request.method = "POST";
    request.target = "/" + response.reason_phrase;
    request.headers = response.headers;
    request.body = response.body;
    tokens.begin({0, 2}, {http::Leg::secondary});
    static_cast<void>(tokens.is_awaited({0, 2}, http::Leg::secondary, request));
    const auto before = request;
    tokens.translate(http::Leg::candidate, request);
    if (request != before) std::abort();  // each value stands for itself
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const auto cut = bytes.size() * data[0] / 255;
    const auto whole = read(bytes, {});
    auto outcome = read(bytes.substr(0, cut), bytes.substr(cut));
    if (whole != outcome) std::abort();
    auto* response = std::get_if<http::Response>(&outcome);
    if (!response) return 0;
    translate(*response);
    const auto before = response->body.bytes.size();
    const auto places = take_out_echoes(*response, words);
    if (places == 0 && response->body.bytes.size() != before) std::abort();
    return 0;
}
