// SPDX-License-Identifier: Apache-2.0
// Any bytes as a JSON text: what is accepted has a tape that covers it, and survives being read;
// all three readers agree on it.
#include "json/canonical_hash.hpp"
#include "json/document.hpp"
#include "json/number.hpp"
#include "json/parser.hpp"
#include "json/pointer.hpp"
#include "json/strict_parser.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

void check_node(const json::Document& document, std::uint32_t index) {
    const auto& nodes = document.nodes();
    const auto& node = nodes[index];
    require(node.next > index && node.next <= nodes.size());
    require(std::size_t{node.begin} + node.length <= document.text().size());
    // A node's source is a JSON text of its own, with the same tape.
    if (nodes.size() < 64) {
        const auto again = json::parse(Bytes{document.source(index)});
        require(again.has_value() && again->nodes().size() == node.next - index);
    }
    if (node.type == json::Type::number) {
        const auto canonical = json::canonical_number(document.raw(node));
        require(json::canonical_number(canonical) == canonical);
        require(json::equal_numbers(canonical, document.raw(node)));
    }
    if (node.type == json::Type::string) json::child("$", document.string_value(node));
}

bool same_tape(const json::Tape& one, const json::Tape& other) {
    return std::ranges::equal(one, other, [](const json::Node& a, const json::Node& b) {
        return a.type == b.type && a.has_escapes == b.has_escapes && a.begin == b.begin &&
               a.length == b.length && a.next == b.next;
    });
}

/// The text with one octet changed, by the help of the document that it was, and alone.
void check_alike(const json::Document& document) {
    Bytes text{document.text()};
    const auto at = (text.size() * 7) / 11;
    text[at] = text[text.size() / 3];
    json::Parser parser;
    const auto by_alike = parser.parse_borrowed(text, document);
    const auto alone = parser.parse_borrowed(text);
    require(by_alike.has_value() == alone.has_value());
    if (alone) require(same_tape(by_alike->nodes(), alone->nodes()));
}

/// The value with the members of every object the other way round.
void append_reversed(Bytes& text, const json::Document& document, std::uint32_t index) {
    const auto& nodes = document.nodes();
    const auto& node = nodes[index];
    if (node.type != json::Type::array && node.type != json::Type::object) {
        text += document.source(index);
        return;
    }
    const bool is_object = node.type == json::Type::object;
    std::vector<std::uint32_t> children;
    for (auto child = index + 1; child < node.next;) {
        children.push_back(child);
        child = nodes[is_object ? child + 1 : child].next;
    }
    if (is_object) std::ranges::reverse(children);
    text += is_object ? '{' : '[';
    for (const auto child : children) {
        if (child != children.front()) text += ',';
        if (is_object) text.append(document.source(child)).append(1, ':');
        append_reversed(text, document, is_object ? child + 1 : child);
    }
    text += is_object ? '}' : ']';
}

/// Read by the help of the document, it is the value that it is alone.
void check_arranged(const json::Document& document) {
    Bytes text;
    append_reversed(text, document, 0);
    json::Parser parser;
    const auto by_alike = parser.parse_borrowed(text, document);
    const auto alone = parser.parse_borrowed(text);
    require(by_alike.has_value() && alone.has_value());
    require(by_alike->nodes().size() == alone->nodes().size());
    require(json::canonical_hashes(*by_alike)[0] == json::canonical_hashes(*alone)[0]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes text{reinterpret_cast<const char*>(data), size};
    const auto document = json::parse(text);
    json::Tape strict;
    const auto error = json::read_strictly(text, json::ParseLimits{}.depth_max, strict);
    require(document.has_value() == !error.has_value());
    if (!document) {
        require(document.error() == *error);
        require(error->offset <= size);
        return 0;
    }
    require(same_tape(document->nodes(), strict));
    check_alike(*document);
    check_arranged(*document);
    require(document->nodes().front().next == document->nodes().size());
    require(json::canonical_hashes(*document).size() == document->nodes().size());
    for (std::uint32_t i = 0; i < document->nodes().size(); ++i) check_node(*document, i);
    return 0;
}
