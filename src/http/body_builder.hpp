// SPDX-License-Identifier: Apache-2.0
// Body pieces -> Body: keeps a bounded prefix, counts and digests all of it.
#pragma once

#include "base/digest.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>

namespace shadowdiff::http {

class BodyBuilder {
public:
    explicit BodyBuilder(std::size_t bytes_kept_max) : bytes_kept_max_{bytes_kept_max} {}
    void add(ByteView piece);
    Body finish() &&;

private:
    std::size_t bytes_kept_max_;
    Body body_;
    Sha256 digest_;
};

}  // namespace shadowdiff::http
