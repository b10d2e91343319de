// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/answer_encoder.hpp"

#include "mirror/request/framing.hpp"
#include "mirror/request/hop_by_hop.hpp"
#include "mirror/request/rewrite.hpp"

#include <utility>

namespace shadowdiff::mirror {
namespace {

// To copy so little costs less than to send two parts.
bool fits_behind(const Bytes& made, ByteView piece) {
    return piece.size() <= made.capacity() - made.size();
}

}  // namespace

void AnswerEncoder::encode(const AnswerReader& reader, AnswerReader::Step step, Now now,
                           Output& output) {
    using enum AnswerReader::Step;
    switch (step) {
        case need_more:
        case malformed: return;
        case head: return encode_head(reader, now, output.made);
        case body:
            if (framing_ == http::Framing::chunked || fits_behind(output.made, reader.piece())) {
                return append_piece(framing_, reader.piece(), output.made);
            }
            output.passed = reader.piece();  // all that was read, or all of the body
            return;
        case end:
            if (!reader.is_done()) return;  // of an interim answer
            return append_end(framing_, reader.trailers(), output.made);
    }
}

void AnswerEncoder::encode_head(const AnswerReader& reader, Now now, Bytes& output) {
    const auto& response = reader.head();
    const bool is_old_client = request_.version == http::Version::http_1_0;
    if (reader.is_interim()) {  // which HTTP/1.0 does not know (RFC 9110, section 15.2)
        if (!is_old_client) output += answer_head_to_wire(response, reader.framing(), "");
        return;
    }
    if (reader.switches_protocol() && !http::find(request_.headers, "Upgrade")) return;
    is_head_relayed_ = true;
    framing_ = reader.framing();
    // A legacy that closes will not read the rest of a request.
    const bool request_can_end =
        now.is_request_sent || is_persistent(response.version, response.headers);
    client_persists_ = !now.is_draining && framing_ != http::Framing::until_close &&
                       response.version == http::Version::http_1_1 && request_can_end &&
                       is_persistent(request_.version, request_.headers);
    std::string_view connection = is_old_client ? "keep-alive" : "";
    if (!client_persists_) connection = "close";
    if (reader.switches_protocol()) connection = "Upgrade";
    auto head = answer_head_to_wire(response, framing_, connection);
    if (output.empty()) {
        output = std::move(head);  // most often no interim answer is before it
    } else {
        output += head;
    }
}

}  // namespace shadowdiff::mirror
