// SPDX-License-Identifier: Apache-2.0
#include "json/alike.hpp"

#include "json/common_prefix.hpp"
#include "json/scalar_reader.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace shadowdiff::json {

namespace {

bool is_scalar(const Node& node) { return node.type != Type::array && node.type != Type::object; }

class Alike {
public:
    Alike(ByteView text, const Document& alike, std::vector<Replaced>& replaced)
        : text_{text}, other_text_{alike.text()}, other_{alike.nodes()}, replaced_{replaced} {
        replaced_.clear();
    }

    bool find_replaced();
    void write(Tape& nodes) const;

private:
    std::optional<std::uint32_t> scalar_at(std::size_t other_offset) const;
    bool is_name(const Node& node) const;
    bool replace(std::uint32_t index);
    std::int64_t shift_behind(std::uint32_t index) const;

    ByteView text_;
    ByteView other_text_;
    const Tape& other_;
    std::size_t at_ = 0;        // both texts were followed up to here
    std::size_t other_at_ = 0;  // and here
    std::vector<Replaced>& replaced_;
};

bool Alike::find_replaced() {
    for (;;) {
        const auto equal = common_prefix(text_.substr(at_), other_text_.substr(other_at_));
        const auto run_begin = other_at_;
        at_ += equal;
        other_at_ += equal;
        if (at_ == text_.size() && other_at_ == other_text_.size()) return true;
        const auto index = scalar_at(other_at_);
        if (!index || source_begin(other_[*index]) < run_begin) return false;
        if (replaced_.size() == replaced_max(other_) || !replace(*index)) return false;
    }
}

/// The scalar value, but no member's name, in or right behind which the offset is.
std::optional<std::uint32_t> Alike::scalar_at(std::size_t other_offset) const {
    const auto from = replaced_.empty() ? 0 : replaced_.back().index + 1;
    // Halved without a jump: which half it is cannot be foreseen.
    const auto* first = other_.data() + from;
    for (auto count = other_.size() - from; count > 0;) {
        const auto half = (count + 1) / 2;
        first += first[half - 1].begin <= other_offset + 1 ? half : 0;
        count -= half;
    }
    if (first == other_.data() + from) return std::nullopt;
    if (source_begin(first[-1]) > other_offset && --first == other_.data() + from) {
        return std::nullopt;
    }
    const auto& node = first[-1];
    if (!is_scalar(node) || other_offset > source_end(node) || is_name(node)) return std::nullopt;
    return static_cast<std::uint32_t>(first - 1 - other_.data());
}

bool Alike::is_name(const Node& node) const {
    if (node.type != Type::string) return false;
    auto behind = source_end(node);
    while (behind < other_text_.size() && is_space(other_text_[behind])) ++behind;
    return behind < other_text_.size() && other_text_[behind] == ':';
}

bool Alike::replace(std::uint32_t index) {
    const auto& before = other_[index];
    const auto begin = at_ - (other_at_ - source_begin(before));
    auto& replaced = replaced_.emplace_back(index);
    if (!read_scalar_at(begin, text_, replaced.node)) return false;
    replaced.node.next = before.next;
    at_ = source_end(replaced.node);
    other_at_ = source_end(before);
    replaced.shift = static_cast<std::int64_t>(at_) - static_cast<std::int64_t>(other_at_);
    return true;
}

/// Of what stands behind the node before `index`.
std::int64_t Alike::shift_behind(std::uint32_t index) const {
    const auto behind = std::ranges::lower_bound(replaced_, index, {}, &Replaced::index);
    return behind == replaced_.begin() ? 0 : (behind - 1)->shift;
}

void Alike::write(Tape& nodes) const {
    const auto is_shifted = [](const Replaced& replaced) { return replaced.shift != 0; };
    nodes.resize(other_.size());
    if (std::ranges::none_of(replaced_, is_shifted)) {
        std::memcpy(nodes.data(), other_.data(), other_.size() * sizeof(Node));
        for (const auto& replaced : replaced_) nodes[replaced.index] = replaced.node;
        return;
    }
    std::uint32_t at = 0;
    std::int64_t shift = 0;
    const auto copy_up_to = [&](std::uint32_t end) {
        for (; at < end; ++at) {
            auto node = other_[at];
            if (node.next > end) {  // holds what is replaced
                const auto longer = shift_behind(node.next) - shift;
                node.length = static_cast<std::uint32_t>(node.length + longer);
            }
            node.begin = static_cast<std::uint32_t>(node.begin + shift);
            nodes[at] = node;
        }
    };
    for (const auto& replaced : replaced_) {
        copy_up_to(replaced.index);
        nodes[at++] = replaced.node;
        shift = replaced.shift;
    }
    copy_up_to(static_cast<std::uint32_t>(other_.size()));
}

}  // namespace

bool read_alike(ByteView text, const Document& alike, Tape& nodes,
                std::vector<Replaced>& replaced) {
    Alike reader{text, alike, replaced};
    if (!reader.find_replaced()) return false;
    reader.write(nodes);
    return true;
}

}  // namespace shadowdiff::json
