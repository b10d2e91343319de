// SPDX-License-Identifier: Apache-2.0
// Bodies as a run file holds them: zstd, with a dictionary where one was trained.
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace shadowdiff::store {

/// What is stored, and how: "identity" where zstd saves nothing.
struct CodedBody {
    std::string_view coding;
    Bytes bytes;
};

class BodyCodec {
public:
    /// Without a dictionary where `dictionary` is empty.
    explicit BodyCodec(ByteView dictionary = {});
    ~BodyCodec();
    BodyCodec(BodyCodec&&) noexcept;
    BodyCodec& operator=(BodyCodec&&) noexcept;

    CodedBody encode(ByteView body);
    /// `length` is what it must come to: a damaged row is an Error, never more memory than that.
    Result<Bytes> decode(std::string_view coding, ByteView coded, std::size_t length);

private:
    struct Contexts;
    std::unique_ptr<Contexts> contexts_;
};

/// A dictionary made from `samples`, where it pays: where it saves more than it takes itself.
std::optional<Bytes> train_dictionary(const std::vector<Bytes>& samples);

}  // namespace shadowdiff::store
