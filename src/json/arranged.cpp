// SPDX-License-Identifier: Apache-2.0
#include "json/arranged.hpp"

#include "base/ascii.hpp"
#include "json/alike.hpp"
#include "json/scalar_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace shadowdiff::json {

namespace {

/// What is read next is handed on from call to call, so that it stays in a register; null is no
/// way on. Until the root is closed there is always something: the text ends in a closing bracket.
using At = const char*;

/// A node that stands so many bytes further on, all of it moved at once.
[[gnu::always_inline]] inline void copy_shifted(const Node& from, std::uint32_t shift, Node& to) {
    using Words [[gnu::vector_size(sizeof(Node))]] = std::uint32_t;
    static_assert(offsetof(Node, begin) == sizeof(std::uint32_t));
    Words words;
    std::memcpy(&words, &from, sizeof words);
    words += Words{0, shift, 0, 0};
    std::memcpy(&to, &words, sizeof words);
}

bool may_continue_number(char c) {
    return ascii::is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

class ArrangedReader {
public:
    ArrangedReader(ByteView text, const Document& alike, Arrangements& arrangements, Tape& nodes,
                   ReplacedNodes& replaced)
        : text_{text.data()},
          text_end_{text.data() + text.size()},
          other_text_{alike.text().data()},
          other_{alike.nodes().data()},
          arrangements_{arrangements.data()},
          nodes_{nodes.data()},
          replaced_{replaced},
          replaced_max_{replaced_max(alike.nodes())} {}

    bool read() { return value(behind_spaces(text_), 0, 0) == text_end_; }

private:
    [[gnu::always_inline]] static At behind_spaces(At at) {
        while (static_cast<unsigned char>(*at) <= ' ' && is_space(*at)) ++at;
        return at;
    }
    [[gnu::always_inline]] std::uint32_t offset(At at) const {
        return static_cast<std::uint32_t>(at - text_);
    }
    [[gnu::always_inline]] std::size_t bytes_from(At at) const {
        return static_cast<std::size_t>(text_end_ - at);
    }

    /// The value that begins here, in the place of that node; gives what is behind it.
    [[gnu::always_inline]] At value(At at, std::uint32_t index, std::size_t depth) {
        if (const auto behind = same_value(at, index)) return behind;
        switch (other_[index].type) {
            case Type::object: return object(at, index, depth);
            case Type::array: return array(at, index, depth);
            default: return replace(at, index);
        }
    }

    /// The quick way where it is written as the other document's: all of its nodes are moved at
    /// once. Null where it is not so.
    [[gnu::always_inline]] At same_value(At at, std::uint32_t index) {
        const auto& other = other_[index];
        const auto quote = quotes_before(other);
        const auto length = other.length + 2 * quote;
        const bool is_same = bytes_from(at) > length &&
                             same_bytes(at, other_text_ + other.begin - quote, length) &&
                             (other.type != Type::number || !may_continue_number(at[length]));
        if (!is_same) return nullptr;
        const auto shift = offset(at) + static_cast<std::uint32_t>(quote) - other.begin;
        auto* to = nodes_ + index;
        for (const auto *from = &other, *end = other_ + other.next; from < end; ++from, ++to) {
            copy_shifted(*from, shift, *to);
        }
        return at + length;
    }

    [[gnu::noinline]] At replace(At at, std::uint32_t index) {
        if (replaced_.size() == replaced_max_) return nullptr;
        auto& node = nodes_[index];
        if (!read_scalar_at(offset(at), {text_, text_end_}, node)) return nullptr;
        node.next = other_[index].next;
        replaced_.push_back(index);
        return text_ + source_end(node);
    }

    /// The container's node, once its closing bracket is here.
    [[gnu::always_inline]] At close(At at, char bracket, std::uint32_t index, At begin) {
        if (*at != bracket) return nullptr;
        ++at;
        auto& node = nodes_[index];
        node = other_[index];
        node.begin = offset(begin);
        node.length = static_cast<std::uint32_t>(at - begin);
        return at != text_end_ || index == 0 ? at : nullptr;
    }

    [[gnu::noinline]] At array(At at, std::uint32_t index, std::size_t depth) {
        if (*at != '[' || depth == depth_max) return nullptr;
        const auto begin = at++;
        const auto end = other_[index].next;
        for (auto element = index + 1; element < end; element = other_[element].next) {
            if (element > index + 1 && *at++ != ',') return nullptr;
            at = value(behind_spaces(at), element, depth + 1);
            if (at == nullptr) return nullptr;
            at = behind_spaces(at);
        }
        return close(at, ']', index, begin);
    }

    [[gnu::noinline]] At object(At at, std::uint32_t index, std::size_t depth) {
        if (*at != '{' || depth == depth_max) return nullptr;
        const auto begin = at++;
        auto& arrangement = arrangements_[depth];
        bool is_known = remember_names(arrangement, index);
        const auto count = arrangement.count;
        if (count == 0 && other_[index].next != index + 1) return nullptr;
        for (std::uint32_t place = 0; place < count; ++place) {
            if (place > 0 && *at++ != ',') return nullptr;
            at = behind_spaces(at);
            if (*at != '"') return nullptr;
            is_known = is_known && is_name(arrangement.names[arrangement.order[place]], at);
            if (!is_known && !find_name(arrangement, place, at)) return nullptr;
            const auto name = arrangement.names[arrangement.order[place]];
            nodes_[name] = other_[name];
            nodes_[name].begin = offset(at) + 1;
            at = behind_spaces(at + other_[name].length + 2);
            if (*at != ':') return nullptr;
            at = value(behind_spaces(at + 1), name + 1, depth + 1);
            if (at == nullptr) return nullptr;
            at = behind_spaces(at);
        }
        return close(at, '}', index, begin);
    }

    /// Lists the names of the other document's object. True when they are those of the object
    /// before at this depth, so that the order is known, too; else each is there once.
    [[gnu::always_inline]] bool remember_names(Arrangement& arrangement, std::uint32_t object) {
        const auto end = other_[object].next;
        const auto before = arrangement.count;
        auto name = object + 1;
        std::uint32_t count = 0;
        while (name < end && count < before && is_same_name(arrangement.names[count], name)) {
            arrangement.names[count++] = name;
            name = other_[name + 1].next;
        }
        if (name >= end && count == before) return before > 0;
        for (; name < end; name = other_[name + 1].next) {
            if (count == Arrangement::members_max) {
                arrangement.count = 0;
                return false;
            }
            arrangement.names[count++] = name;
        }
        arrangement.count = count;
        return false;
    }

    [[gnu::always_inline]] bool is_same_name(std::uint32_t one, std::uint32_t two) const {
        const auto length = other_[one].length;
        return length == other_[two].length &&
               same_bytes(other_text_ + other_[one].begin, other_text_ + other_[two].begin, length);
    }

    /// Whether the string that begins here is written as that name of the other document.
    [[gnu::always_inline]] bool is_name(std::uint32_t name, At at) const {
        const auto length = other_[name].length;
        return bytes_from(++at) > length && at[length] == '"' &&
               same_bytes(at, other_text_ + other_[name].begin, length);
    }

    /// Which name stands at that place of the text; there must be one, and only one, and none that
    /// could have another spelling.
    [[gnu::noinline]] bool find_name(Arrangement& arrangement, std::uint32_t place, At at) const {
        std::uint32_t found = 0;
        std::uint32_t count = 0;
        for (std::uint32_t i = 0; i < arrangement.count; ++i) {
            if (!is_name(arrangement.names[i], at)) continue;
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
    const char* other_text_;
    const Node* other_;
    Arrangement* arrangements_;  // by depth
    Node* nodes_;
    ReplacedNodes& replaced_;
    std::size_t replaced_max_;
};

/// Whether trying is likely to cost less than reading the tokens: what is about as long may have
/// the same members.
bool is_likely(ByteView value, const Document& alike) {
    const std::size_t length = alike.nodes()[0].length;
    const auto difference = value.size() > length ? value.size() - length : length - value.size();
    return difference <= 64 + length / 8;
}

}  // namespace

bool read_arranged(ByteView text, const Document& alike, Arrangements& arrangements, Tape& nodes,
                   ReplacedNodes& replaced) {
    replaced.clear();
    auto value = text;
    while (!value.empty() && is_space(value.back())) value.remove_suffix(1);
    const bool ends_in_bracket = value.ends_with('}') || value.ends_with(']');
    if (!ends_in_bracket || !is_likely(value, alike)) return false;
    for (auto& arrangement : arrangements) arrangement.count = 0;
    nodes.resize(alike.nodes().size());
    if (!ArrangedReader{value, alike, arrangements, nodes, replaced}.read()) return false;
    std::ranges::sort(replaced);
    return true;
}

}  // namespace shadowdiff::json
