// SPDX-License-Identifier: Apache-2.0
// Protobuf messages by a descriptor set, as `protoc --include_imports --descriptor_set_out` writes
// it: field names instead of numbers, and what a field's absence means.
#pragma once

#include "base/bytes.hpp"

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

class ProtoSchema {
public:
    /// Of the file's bytes; or what is wrong with them.
    static std::expected<ProtoSchema, std::string> parse(ByteView descriptor_set);
    ProtoSchema(ProtoSchema&&) noexcept;
    ~ProtoSchema();

    /// The full name of the message that a method answers with; "" when the target ("/pkg.Service/
    /// Method", whatever stands before it) names none.
    std::string answer_type(std::string_view target) const;
    /// In the JSON mapping of protobuf, fields under their own names; what the descriptor does not
    /// know stands in "#unknown". Nothing when the type is unknown or the bytes are none of it.
    std::optional<Bytes> to_json(const std::string& type, ByteView message) const;

private:
    struct Pool;
    explicit ProtoSchema(std::unique_ptr<Pool> pool);
    std::unique_ptr<Pool> pool_;
};

}  // namespace shadowdiff::normalise
