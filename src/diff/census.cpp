// SPDX-License-Identifier: Apache-2.0
#include "diff/census.hpp"

#include "base/hash.hpp"
#include "diff/json/id_name.hpp"
#include "json/pointer.hpp"
#include "json/utf8.hpp"
#include "normalise/tree.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::diff {
namespace {

constexpr std::size_t path_bytes_max = 1'024;  // longer ones are cut in differences too

class JsonCensus {
public:
    JsonCensus(const json::Document& document, std::size_t nodes_max,
               std::vector<std::uint64_t>& keys)
        : document_{document}, nodes_left_{nodes_max}, keys_{keys} {}

    void visit(std::uint32_t index) {
        if (nodes_left_ == 0 || path_.size() > path_bytes_max) return;
        --nodes_left_;
        keys_.push_back(census_key(path_));
        const auto& node = document_.nodes()[index];
        if (node.type == json::Type::array) visit_elements(index, node);
        if (node.type == json::Type::object) visit_members(index, node);
    }

private:
    void visit_elements(std::uint32_t index, const json::Node& node) {
        const auto length = path_.size();
        path_ += "[*]";
        for (auto child = index + 1; child < node.next; child = document_.nodes()[child].next) {
            visit(child);
        }
        path_.resize(length);
    }

    void visit_members(std::uint32_t index, const json::Node& node) {
        const auto length = path_.size();
        for (auto name = index + 1; name < node.next; name = document_.nodes()[name + 1].next) {
            const auto& name_node = document_.nodes()[name];
            const auto text = name_node.has_escapes ? document_.string_value(name_node)
                                                    : std::string{document_.raw(name_node)};
            if (is_id_name(text)) {
                path_ += "[*]";
            } else {
                json::append_child(path_, json::cut_utf8(text, path_bytes_max));
            }
            visit(name + 1);
            path_.resize(length);
        }
    }

    const json::Document& document_;
    std::size_t nodes_left_;
    std::vector<std::uint64_t>& keys_;
    std::string path_ = "$";
};

void add_envelope(const normalise::Document& document, std::vector<std::uint64_t>& keys) {
    keys.push_back(census_key("status"));
    keys.push_back(census_key("body"));
    keys.push_back(census_key("headers.content-type"));
    for (const auto* fields :
         {&document.fields, &document.per_message_fields, &document.server_fields}) {
        for (const auto& field : *fields) keys.push_back(census_key("headers." + field.name));
    }
    for (const auto& cookie : document.cookies) {
        keys.push_back(census_key("cookies." + cookie.name));
        for (const auto& attribute : cookie.attributes) {
            keys.push_back(census_key("cookies." + cookie.name + "." + attribute.name));
        }
    }
}

}  // namespace

std::uint64_t census_key(std::string_view pattern) { return hash128(pattern).low; }

std::vector<std::uint64_t> census(const normalise::Document& document, const CensusLimits& limits) {
    std::vector<std::uint64_t> keys;
    add_envelope(document, keys);
    if (const auto* json = std::get_if<json::Document>(&document.content)) {
        JsonCensus{*json, limits.nodes_max, keys}.visit(0);
    } else if (const auto* structured = std::get_if<normalise::Structured>(&document.content)) {
        if (const auto tree = normalise::to_tree(*structured)) {
            JsonCensus{*tree, limits.nodes_max, keys}.visit(0);
        }
    }
    std::ranges::sort(keys);
    const auto repeated = std::ranges::unique(keys);
    keys.erase(repeated.begin(), repeated.end());
    return keys;
}

}  // namespace shadowdiff::diff
