// SPDX-License-Identifier: Apache-2.0
// The octets of a savefile in order, wherever they come from: a file, a pipe, a decompressor, or a
// test's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace shadowdiff::capture {

/// How an attempt to read went; every layer of a savefile's reader speaks these words.
enum class Reading : std::uint8_t {
    done,     // here is what was asked for
    not_yet,  // a pipe has nothing at the moment: ask again
    ended,    // at a place where it may end
    cut,      // inside something that goes on; asked again, it may have grown
    broken,   // for good
};

class ByteSource {
public:
    struct Read {
        Reading reading = Reading::ended;
        std::size_t bytes = 0;  // with `done` at least one
    };

    virtual ~ByteSource() = default;
    /// Fills the beginning of `into`, which is not empty, with what there is: short reads are
    /// usual.
    virtual Read read(std::span<char> into) = 0;
    /// What was wrong when the last call was `cut` or `broken`, without the file's name.
    virtual std::string why() const = 0;
};

}  // namespace shadowdiff::capture
