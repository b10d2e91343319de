// SPDX-License-Identifier: Apache-2.0
#include "http/body_builder.hpp"

#include <algorithm>

namespace shadowdiff::http {

void BodyBuilder::add(ByteView piece) {
    digest_.update(piece);
    body_.length += piece.size();
    body_.bytes += piece.substr(0, std::min(piece.size(), bytes_kept_max_ - body_.bytes.size()));
}

Body BodyBuilder::finish() && {
    body_.digest = digest_.digest();
    return std::move(body_);
}

}  // namespace shadowdiff::http
