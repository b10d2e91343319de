// SPDX-License-Identifier: Apache-2.0
#include "http/parser.hpp"

#include <utility>

namespace shadowdiff::http {

Event Parser::event(Framer::Step step) {
    switch (step) {
        case Framer::Step::need_more: return NeedMore{};
        case Framer::Step::head:
            if (kind_ == MessageKind::requests) {
                return RequestHead{framer_.take_request(), framer_.framing()};
            }
            return ResponseHead{framer_.take_response(), framer_.framing(), framer_.is_interim(),
                                framer_.switches_protocol()};
        case Framer::Step::body: return BodyPiece{framer_.piece()};
        case Framer::Step::end: return MessageEnd{framer_.take_trailers()};
        case Framer::Step::malformed: return framer_.failure();
    }
    std::unreachable();
}

}  // namespace shadowdiff::http
