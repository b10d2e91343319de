// SPDX-License-Identifier: Apache-2.0
// Legacy's answer, step by step -> what the proxy's client gets, and whether its connection can
// carry another request. Pure.
#pragma once

#include "base/bytes.hpp"
#include "http/message.hpp"
#include "mirror/upstream/answer_reader.hpp"

namespace shadowdiff::mirror {

class AnswerEncoder {
public:
    /// In two parts, in this order: the second, if any, is still in the buffer that was read.
    struct Output {
        Bytes made;
        ByteView passed;
        bool is_empty() const { return made.empty() && passed.empty(); }
    };
    struct Now {
        bool is_request_sent = false;
        bool is_draining = false;
    };

    /// `request` must outlive it.
    explicit AnswerEncoder(const http::Request& request) : request_{request} {}

    /// What the reader's last step adds to the output.
    void encode(const AnswerReader& reader, AnswerReader::Step step, Now now, Output& output);

    bool is_head_relayed() const { return is_head_relayed_; }
    http::Framing framing() const { return framing_; }
    bool client_persists() const { return client_persists_; }

private:
    void encode_head(const AnswerReader& reader, Now now, Bytes& output);

    const http::Request& request_;
    http::Framing framing_ = http::Framing::none;
    bool is_head_relayed_ = false;
    bool client_persists_ = false;
};

}  // namespace shadowdiff::mirror
