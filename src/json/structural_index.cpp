// SPDX-License-Identifier: Apache-2.0
#include "json/structural_index.hpp"

#include <simdjson.h>

#include <algorithm>

namespace shadowdiff::json {

using Stages = simdjson::internal::dom_parser_implementation;

struct StructuralIndex::Implementation {
    std::unique_ptr<Stages> stages;
    std::size_t capacity = 0;  // bytes of text
};

StructuralIndex::StructuralIndex() : implementation_{std::make_unique<Implementation>()} {}
StructuralIndex::~StructuralIndex() = default;

std::span<const std::uint32_t> StructuralIndex::find(ByteView text) {
    constexpr std::size_t least_capacity = 16 << 10;
    constexpr std::size_t depth = 1;  // that is the second stage's, which is not used
    auto& [stages, capacity] = *implementation_;
    if (!stages || capacity < text.size()) {
        const auto wanted = std::max({text.size(), 2 * capacity, least_capacity});
        stages.reset();
        capacity = 0;
        const simdjson::implementation& active = *simdjson::get_active_implementation();
        if (active.create_dom_parser_implementation(wanted, depth, stages)) return {};
        capacity = wanted;
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    if (stages->stage1(bytes, text.size(), simdjson::stage1_mode::regular)) return {};
    return {stages->structural_indexes.get(), stages->n_structural_indexes};
}

void StructuralIndex::shrink(std::size_t text_bytes_max) {
    if (implementation_->capacity > text_bytes_max) *implementation_ = {};
}

}  // namespace shadowdiff::json
