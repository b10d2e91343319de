// SPDX-License-Identifier: Apache-2.0
// Protobuf and gRPC bodies -> JSON texts.
#pragma once

#include "base/limits.hpp"
#include "http/message.hpp"
#include "normalise/proto_schema.hpp"
#include "normalise/tree_forms.hpp"

#include <cstdint>

namespace shadowdiff::normalise {

struct Document;

/// What the request, and another answer to it, have to say for reading an answer.
struct Context {
    std::string_view method = "GET";
    std::string_view target = {};
    std::string_view host = {};           // the Host field
    const ProtoSchema* protos = nullptr;  // borrowed
    /// Legacy's answer, borrowed: a body with the same octets is not read again, but Digested; JSON
    /// is read by the help of legacy's.
    const Document* like = nullptr;
    /// All answers have the same octets in the same coding and type: no body is read, but Digested.
    bool has_one_body = false;
    /// Header fields that all answers have alike, a bit for each place: they are left out.
    std::uint64_t alike_fields = 0;
};

Rendered render_protobuf(ByteView body, std::string_view content_type, const Context& context);

/// {"messages": […], "trailers": {…}}: length-prefixed messages, decoded where grpc-encoding says
/// so, and gRPC-Web's trailers behind them.
Rendered render_grpc(ByteView body, const http::Fields& headers, const Context& context,
                     const ContentLimits& limits);

}  // namespace shadowdiff::normalise
