// SPDX-License-Identifier: Apache-2.0
// What all readers of one capture share.
#pragma once

#include "base/limits.hpp"
#include "http/body_builder.hpp"

namespace shadowdiff::http {

struct ReadOptions {
    HttpLimits limits;
    KeptBytes* kept = nullptr;  // of all bodies under way
    bool with_sha256 = false;   // digest bodies so that others can check them, too
};

}  // namespace shadowdiff::http
