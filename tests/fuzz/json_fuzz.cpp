// SPDX-License-Identifier: Apache-2.0
// Any bytes as a JSON text: what is accepted has a tape that covers it, and survives being read.
#include "json/canonical_hash.hpp"
#include "json/document.hpp"
#include "json/number.hpp"
#include "json/pointer.hpp"

#include <cstdint>
#include <cstdlib>

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

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto document = json::parse(Bytes{reinterpret_cast<const char*>(data), size});
    if (!document) {
        require(document.error().offset <= size);
        return 0;
    }
    require(document->nodes().front().next == document->nodes().size());
    require(json::canonical_hashes(*document).size() == document->nodes().size());
    for (std::uint32_t i = 0; i < document->nodes().size(); ++i) check_node(*document, i);
    return 0;
}
