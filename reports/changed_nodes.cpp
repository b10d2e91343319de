// SPDX-License-Identifier: Apache-2.0
#include "reports/changed_nodes.hpp"

#include "base/limits.hpp"
#include "diff/difference.hpp"
#include "json/pointer.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

namespace shadowdiff::reports {
namespace {

struct Place {
    std::string_view source;
    std::uint32_t index;
};
using Places = std::unordered_map<std::string_view, std::vector<Place>>;

// The places that differences name, by path and by pattern.
struct Wanted {
    Places by_path;
    Places by_pattern;

    void note(std::string_view path, std::string_view pattern, Place place) {
        add(by_path, path, place);
        add(by_pattern, pattern, place);
    }

private:
    static void add(Places& places, std::string_view key, Place place) {
        const auto found = places.find(key);
        if (found == places.end() || found->second.size() >= ReportLimits{}.places_max) return;
        found->second.push_back(place);
    }
};

// Goes through the tape with a stack of its own: a hostile body is nested as deep as the parser
// allows, and its paths are as long as it likes.
class Walk {
public:
    Walk(const json::Document& document, Wanted& wanted) : document_{document}, wanted_{wanted} {}

    void run() {
        visit(0, "$", "$");
        while (!open_.empty()) step();
    }

private:
    struct Open {
        std::string path;
        std::string pattern;
        std::uint32_t next;     // index of its next child
        std::uint32_t end;      // behind its last one
        std::size_t count = 0;  // children so far
        bool is_object;
    };

    void visit(std::uint32_t index, std::string path, std::string pattern) {
        if (path.size() > ReportLimits{}.path_bytes_max) return;
        const json::Node& node = document_.nodes()[index];
        wanted_.note(path, pattern, {document_.source(index), index});
        if (node.type != json::Type::array && node.type != json::Type::object) return;
        open_.push_back({.path = std::move(path),
                         .pattern = std::move(pattern),
                         .next = index + 1,
                         .end = node.next,
                         .is_object = node.type == json::Type::object});
    }

    void step() {
        Open& open = open_.back();
        if (open.next >= open.end) {
            open_.pop_back();
            return;
        }
        std::uint32_t value = open.next;
        std::string path;
        std::string pattern;
        if (open.is_object) {
            const std::string member = document_.string_value(document_.nodes()[open.next]);
            path = json::child(open.path, member);
            pattern = json::child(open.pattern, member);
            ++value;
        } else {
            path = json::child(open.path, open.count++);
            pattern = json::any_child(open.pattern);
        }
        open.next = document_.nodes()[value].next;
        visit(value, std::move(path), std::move(pattern));  // may move `open`
    }

    const json::Document& document_;
    Wanted& wanted_;
    std::vector<Open> open_;
};

const Place* with_value(const std::vector<Place>& places, std::string_view value) {
    const auto found = std::ranges::find(places, value, &Place::source);
    return found == places.end() ? nullptr : &*found;
}

const Place* find_place(const Wanted& wanted, const store::DifferenceRow& difference, Side side) {
    const std::string& value =
        side == Side::legacy ? difference.legacy.text() : difference.candidate.text();
    const std::vector<Place>& same_path = wanted.by_path.at(difference.path);
    if (const Place* place = with_value(same_path, value)) return place;
    if (side == Side::candidate) {
        const std::vector<Place>& same_pattern = wanted.by_pattern.at(difference.pattern);
        if (const Place* place = with_value(same_pattern, value)) return place;
    }
    return same_path.empty() ? nullptr : &same_path.front();
}

bool is_absent(const store::DifferenceRow& difference, Side side) {
    return difference.kind == name(side == Side::legacy ? diff::Kind::added : diff::Kind::missing);
}

}  // namespace

std::vector<bool> changed_nodes(const json::Document& document, Side side,
                                const std::vector<store::DifferenceRow>& differences) {
    std::vector<bool> changed(document.nodes().size(), false);
    if (differences.empty()) return changed;
    Wanted wanted;
    for (const store::DifferenceRow& difference : differences) {
        wanted.by_path.try_emplace(difference.path);
        wanted.by_pattern.try_emplace(difference.pattern);
    }
    Walk{document, wanted}.run();
    for (const store::DifferenceRow& difference : differences) {
        if (is_absent(difference, side)) continue;
        if (const Place* place = find_place(wanted, difference, side)) changed[place->index] = true;
    }
    return changed;
}

}  // namespace shadowdiff::reports
