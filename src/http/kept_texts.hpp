// SPDX-License-Identifier: Apache-2.0
// Texts that stay where they were put until all of them go: views of them are good as long as this
// is, wherever it is moved.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <memory>

namespace shadowdiff::http {

class KeptTexts {
public:
    /// A copy of `text`.
    ByteView keep(ByteView text);
    /// Room for so many bytes, beyond what is kept already, in one piece.
    void reserve(std::size_t bytes);

private:
    struct Block;
    struct Free {
        void operator()(Block* last) const;
    };
    std::unique_ptr<Block, Free> last_;
};

}  // namespace shadowdiff::http
