// SPDX-License-Identifier: Apache-2.0
#include "json/alike.hpp"

#include "base/ascii.hpp"
#include "json/common_prefix.hpp"
#include "json/number_syntax.hpp"
#include "json/strict_parser.hpp"

#include <algorithm>
#include <optional>

namespace shadowdiff::json {

namespace {

bool is_scalar(const Node& node) { return node.type != Type::array && node.type != Type::object; }
std::size_t quotes_before(const Node& node) { return node.type == Type::string ? 1 : 0; }
std::size_t source_begin(const Node& node) { return node.begin - quotes_before(node); }
std::size_t source_end(const Node& node) { return node.begin + node.length + quotes_before(node); }

Node scalar_node(Type type, std::size_t begin, std::size_t end) {
    return {.type = type,
            .has_escapes = false,
            .begin = static_cast<std::uint32_t>(begin),
            .length = static_cast<std::uint32_t>(end - begin),
            .next = 1};
}

/// read_scalar() of what most scalars are: numbers, and strings of plain ASCII.
std::optional<Node> read_simple_scalar(ByteView text) {
    const auto end_of = [&](std::size_t from, auto is_part) {
        const auto end = std::find_if_not(text.data() + from, text.data() + text.size(), is_part);
        return static_cast<std::size_t>(end - text.data());
    };
    if (text.starts_with('"')) {
        const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
        const auto end = end_of(1, is_plain);
        if (end == text.size() || text[end] != '"') return std::nullopt;
        return scalar_node(Type::string, 1, end);
    }
    const auto is_in_number = [](char c) {
        return ascii::is_digit(c) || c == '-' || c == '.' || c == 'e' || c == 'E' || c == '+';
    };
    const auto end = end_of(0, is_in_number);
    if (!is_number(text.data(), text.data() + end)) return std::nullopt;
    return scalar_node(Type::number, 0, end);
}

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

/// More of them than that, and parsing anew is quicker.
std::size_t replaced_max(const Tape& nodes) { return 16 + nodes.size() / 16; }

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
    const auto behind = std::upper_bound(
        other_.begin() + from, other_.end(), other_offset,
        [](std::size_t offset, const Node& node) { return offset < source_begin(node); });
    if (behind == other_.begin() + from) return std::nullopt;
    const auto& node = *(behind - 1);
    if (!is_scalar(node) || other_offset > source_end(node) || is_name(node)) return std::nullopt;
    return static_cast<std::uint32_t>(behind - 1 - other_.begin());
}

bool Alike::is_name(const Node& node) const {
    const auto behind = other_text_.find_first_not_of(" \n\r\t", source_end(node));
    return behind != ByteView::npos && other_text_[behind] == ':';
}

bool Alike::replace(std::uint32_t index) {
    const auto& before = other_[index];
    const auto begin = at_ - (other_at_ - source_begin(before));
    auto scalar = read_simple_scalar(text_.substr(begin));
    if (!scalar) scalar = read_scalar(text_.substr(begin));
    if (!scalar) return false;
    scalar->begin += static_cast<std::uint32_t>(begin);
    scalar->next = before.next;
    at_ = source_end(*scalar);
    other_at_ = source_end(before);
    replaced_.push_back(
        {index, *scalar, static_cast<std::int64_t>(at_) - static_cast<std::int64_t>(other_at_)});
    return true;
}

/// Of what stands behind the node before `index`.
std::int64_t Alike::shift_behind(std::uint32_t index) const {
    const auto behind = std::ranges::lower_bound(replaced_, index, {}, &Replaced::index);
    return behind == replaced_.begin() ? 0 : (behind - 1)->shift;
}

void Alike::write(Tape& nodes) const {
    const auto is_shifted = [](const Replaced& replaced) { return replaced.shift != 0; };
    if (std::ranges::none_of(replaced_, is_shifted)) {
        nodes.assign(other_.begin(), other_.end());
        for (const auto& replaced : replaced_) nodes[replaced.index] = replaced.node;
        return;
    }
    nodes.resize(other_.size());
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
