// SPDX-License-Identifier: Apache-2.0
// A recording, fed in pieces of one size, as lists of what came out.
#pragma once

#include "recording/reader.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

struct ReadBack {
    std::vector<http::Exchange> exchanges;
    std::vector<recording::Skipped> skipped;
};

inline ReadBack read_all(recording::Format format, ByteView bytes, std::size_t piece,
                         recording::ReaderOptions options = {.host = "example.com"}) {
    recording::Reader reader{format, options};
    ReadBack back;
    const auto take = [&] {
        while (auto recorded = reader.next()) {
            if (auto* skipped = std::get_if<recording::Skipped>(&*recorded)) {
                back.skipped.push_back(*skipped);
            } else {
                back.exchanges.push_back(std::get<http::Exchange>(*std::move(recorded)));
            }
        }
    };
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        reader.feed(bytes.substr(at, piece));
        take();
    }
    reader.end();
    take();
    return back;
}

/// Pieces that every reader must be indifferent to.
inline std::vector<std::size_t> pieces(std::size_t bytes) { return {1, 2, 7, 100, bytes + 1}; }

}  // namespace shadowdiff::test
