// SPDX-License-Identifier: Apache-2.0
// Where the tokens of a JSON text begin, found many bytes at once (simdjson's first stage, in the
// form that suits the processor).
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace shadowdiff::json {

class StructuralIndex {
public:
    StructuralIndex();
    ~StructuralIndex();
    StructuralIndex(const StructuralIndex&) = delete;
    StructuralIndex& operator=(const StructuralIndex&) = delete;

    /// Offsets of brackets, commas, colons and the first bytes of scalars, ascending: whatever
    /// stands before the next one is of the same token, or white space. Nothing when the text is
    /// empty, no UTF-8, has a control character in a string or a string that does not end. Valid
    /// until the next call.
    std::span<const std::uint32_t> find(ByteView text);

    /// Gives back what is held for texts longer than that.
    void shrink(std::size_t text_bytes_max);

private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace shadowdiff::json
