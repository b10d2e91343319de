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
        : text_{text},
          other_text_{alike.text()},
          other_{alike.nodes()},
          nodes_in_4_gib_{(std::uint64_t{other_.size()} << 32) / other_text_.size()},
          replaced_{replaced} {
        replaced_.clear();
    }

    bool find_replaced();
    void write(Tape& nodes) const;

private:
    std::uint32_t first_behind(std::uint32_t from, std::size_t offset) const;
    std::optional<std::uint32_t> scalar_at(std::size_t other_offset) const;
    bool is_name(const Node& node) const;
    bool replace(std::uint32_t index);
    std::int64_t shift_behind(std::uint32_t index) const;

    ByteView text_;
    ByteView other_text_;
    const Tape& other_;
    std::uint64_t nodes_in_4_gib_;  // of a text that goes on like this one
    std::size_t at_ = 0;            // both texts were followed up to here
    std::size_t other_at_ = 0;      // and here
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

/// The first node from `from` on that begins behind the offset. Nodes lie about evenly in a text,
/// so it is looked for from where it would be then, in steps that double.
std::uint32_t Alike::first_behind(std::uint32_t from, std::size_t offset) const {
    const auto is_before = [&](std::uint32_t index) { return other_[index].begin <= offset; };
    const auto size = static_cast<std::uint32_t>(other_.size());
    const auto guess = static_cast<std::uint32_t>(offset * nodes_in_4_gib_ >> 32);
    auto low = std::clamp(guess, from, size);
    auto high = low;
    for (std::uint32_t step = 1; low > from && !is_before(low - 1); step *= 2) {
        high = low - 1;
        low -= std::min(step, low - from);
    }
    for (std::uint32_t step = 1; high < size && is_before(high); step *= 2) {
        low = high + 1;
        high += std::min(step, size - high);
    }
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (is_before(middle)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/// The scalar value, but no member's name, in or right behind which the offset is.
std::optional<std::uint32_t> Alike::scalar_at(std::size_t other_offset) const {
    const auto from = replaced_.empty() ? 0 : replaced_.back().index + 1;
    auto behind = first_behind(from, other_offset + 1);
    if (behind == from) return std::nullopt;
    if (source_begin(other_[behind - 1]) > other_offset && --behind == from) return std::nullopt;
    const auto index = behind - 1;
    const auto& node = other_[index];
    if (!is_scalar(node) || other_offset > source_end(node) || is_name(node)) return std::nullopt;
    return index;
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
