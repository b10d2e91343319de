// SPDX-License-Identifier: Apache-2.0
#include "json/arranged.hpp"

#include "json/alike.hpp"
#include "json/scalar_reader.hpp"

#include <algorithm>

namespace shadowdiff::json {

namespace {

/// What is read next is handed on from call to call, so that it stays in a register; null is no
/// way on. Until the root is closed there is always a next token: the last one is a closing
/// bracket.
using Next = const std::uint32_t*;

class ArrangedReader {
public:
    ArrangedReader(ByteView text, std::span<const std::uint32_t> structurals, const Document& alike,
                   Arrangements& arrangements, Tape& nodes, std::vector<std::uint32_t>& replaced)
        : text_{text.data()},
          text_end_{text.data() + text.size()},
          structurals_end_{structurals.data() + structurals.size()},
          other_text_{alike.text().data()},
          other_{alike.nodes().data()},
          arrangements_{arrangements.data()},
          nodes_{nodes.data()},
          replaced_{replaced},
          replaced_max_{replaced_max(alike.nodes())} {}

    bool read(Next first) { return value(first, 0, 0) == structurals_end_; }

private:
    [[gnu::always_inline]] bool is(Next next, char token) const { return text_[*next] == token; }

    /// The value that begins at `next`, in the place of that node; gives what is behind it.
    [[gnu::always_inline]] Next value(Next next, std::uint32_t index, std::size_t depth) {
        switch (other_[index].type) {
            case Type::object: return object(next, index, depth);
            case Type::array: return array(next, index, depth);
            default: return scalar(next, index);
        }
    }

    [[gnu::always_inline]] Next scalar(Next next, std::uint32_t index) {
        const auto begin = *next++;
        if (next == structurals_end_) return nullptr;
        const auto& other = other_[index];
        const auto length = static_cast<std::uint32_t>(behind_last(text_ + *next) - text_) - begin;
        const std::uint32_t quote = other.type == Type::string ? 1 : 0;
        const bool is_same = length == other.length + 2 * quote &&
                             same_bytes(text_ + begin, other_text_ + other.begin - quote, length);
        if (!is_same) return replace(index, begin, length) ? next : nullptr;
        auto& node = nodes_[index];
        node = other;
        node.begin = begin + quote;
        return next;
    }

    [[gnu::noinline]] bool replace(std::uint32_t index, std::uint32_t begin, std::size_t length) {
        if (replaced_.size() == replaced_max_) return false;
        const auto scalar = read_head_scalar({text_ + begin, length});
        if (!scalar || source_end(*scalar) != length) return false;
        auto& node = nodes_[index];
        node = *scalar;
        node.begin += begin;
        node.next = other_[index].next;
        replaced_.push_back(index);
        return true;
    }

    /// The container's node, once its closing bracket is at `next`.
    [[gnu::always_inline]] Next close(Next next, char bracket, std::uint32_t index,
                                      std::uint32_t begin) {
        if (!is(next, bracket)) return nullptr;
        auto& node = nodes_[index];
        node = other_[index];
        node.begin = begin;
        node.length = *next++ + 1 - begin;
        return next != structurals_end_ || index == 0 ? next : nullptr;
    }

    [[gnu::noinline]] Next array(Next next, std::uint32_t index, std::size_t depth) {
        if (!is(next, '[') || depth == depth_max) return nullptr;
        const auto begin = *next++;
        const auto end = other_[index].next;
        for (auto element = index + 1; element < end; element = other_[element].next) {
            if (element > index + 1 && !is(next++, ',')) return nullptr;
            next = value(next, element, depth + 1);
            if (next == nullptr) return nullptr;
        }
        return close(next, ']', index, begin);
    }

    [[gnu::noinline]] Next object(Next next, std::uint32_t index, std::size_t depth) {
        if (!is(next, '{') || depth == depth_max) return nullptr;
        const auto begin = *next++;
        auto& arrangement = arrangements_[depth];
        bool is_known = remember_names(arrangement, index);
        const auto count = arrangement.count;
        if (count == 0 && other_[index].next != index + 1) return nullptr;
        for (std::uint32_t place = 0; place < count; ++place) {
            if (place > 0 && !is(next++, ',')) return nullptr;
            if (!is(next, '"')) return nullptr;
            is_known = is_known && is_name(arrangement.names[arrangement.order[place]], *next);
            if (!is_known && !find_name(arrangement, place, *next)) return nullptr;
            const auto name = arrangement.names[arrangement.order[place]];
            nodes_[name] = other_[name];
            nodes_[name].begin = *next++ + 1;
            if (!is(next++, ':')) return nullptr;
            next = value(next, name + 1, depth + 1);
            if (next == nullptr) return nullptr;
        }
        return close(next, '}', index, begin);
    }

    /// Lists the names of the other document's object. True when they are those of the object
    /// before at this depth, so that the order is known, too; else each is there once.
    [[gnu::always_inline]] bool remember_names(Arrangement& arrangement, std::uint32_t object) {
        const auto end = other_[object].next;
        const auto before = arrangement.count;
        bool are_known = before > 0;
        std::uint32_t count = 0;
        for (auto name = object + 1; name < end; name = other_[name + 1].next) {
            if (count == Arrangement::members_max) {
                arrangement.count = 0;
                return false;
            }
            are_known = are_known && count < before && is_same_name(arrangement.names[count], name);
            arrangement.names[count++] = name;
        }
        arrangement.count = count;
        return are_known && count == before;
    }

    [[gnu::always_inline]] bool is_same_name(std::uint32_t one, std::uint32_t two) const {
        const auto length = other_[one].length;
        return length == other_[two].length &&
               same_bytes(other_text_ + other_[one].begin, other_text_ + other_[two].begin, length);
    }

    /// Whether the string that begins there is written as that name of the other document.
    [[gnu::always_inline]] bool is_name(std::uint32_t name, std::uint32_t begin) const {
        const auto length = other_[name].length;
        const auto* text = text_ + begin + 1;
        return static_cast<std::size_t>(text_end_ - text) > length && text[length] == '"' &&
               same_bytes(text, other_text_ + other_[name].begin, length);
    }

    /// Which name stands at that place of the text; there must be one, and only one, and none that
    /// could have another spelling.
    [[gnu::noinline]] bool find_name(Arrangement& arrangement, std::uint32_t place,
                                     std::uint32_t begin) const {
        std::uint32_t found = 0;
        std::uint32_t count = 0;
        for (std::uint32_t i = 0; i < arrangement.count; ++i) {
            if (!is_name(arrangement.names[i], begin)) continue;
            found = i;
            ++count;
        }
        arrangement.order[place] = static_cast<std::uint8_t>(found);
        const auto before = std::span{arrangement.order}.first(place);
        return count == 1 && !other_[arrangement.names[found]].has_escapes &&
               std::ranges::find(before, found) == before.end();
    }

    static constexpr auto depth_max = std::tuple_size_v<Arrangements>;

    const char* text_;
    const char* text_end_;
    Next structurals_end_;
    const char* other_text_;
    const Node* other_;
    Arrangement* arrangements_;  // by depth
    Node* nodes_;
    std::vector<std::uint32_t>& replaced_;
    std::size_t replaced_max_;
};

}  // namespace

bool read_arranged(ByteView text, std::span<const std::uint32_t> structurals, const Document& alike,
                   Arrangements& arrangements, Tape& nodes, std::vector<std::uint32_t>& replaced) {
    replaced.clear();
    const char last = text[structurals.back()];
    if (last != '}' && last != ']') return false;
    for (auto& arrangement : arrangements) arrangement.count = 0;
    nodes.resize(alike.nodes().size());
    ArrangedReader reader{text, structurals, alike, arrangements, nodes, replaced};
    if (!reader.read(structurals.data())) return false;
    std::ranges::sort(replaced);
    return true;
}

}  // namespace shadowdiff::json
