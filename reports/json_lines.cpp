// SPDX-License-Identifier: Apache-2.0
#include "reports/json_lines.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "reports/changed_nodes.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::reports {
namespace {

// Deeper than this, indentation says nothing more and would only fill the page.
constexpr std::size_t indent_levels_max = 32;

class Layout {
public:
    Layout(const json::Document& document, const std::vector<bool>& changed)
        : document_{document}, changed_{changed} {}

    std::vector<TextLine> lines() {
        value(0, "");
        while (!open_.empty()) {
            if (open_.back().next >= open_.back().end) {
                close();
            } else {
                child();
            }
        }
        return std::move(lines_);
    }

private:
    struct Open {
        std::uint32_t next;
        std::uint32_t end;
        bool is_object;
        bool is_changed;
    };

    const json::Node& node(std::uint32_t index) const { return document_.nodes()[index]; }

    bool is_inside_change() const { return !open_.empty() && open_.back().is_changed; }

    void add(std::string text, bool is_changed) {
        const std::string indent(2 * std::min(open_.size(), indent_levels_max), ' ');
        lines_.push_back(
            {indent + text, is_changed ? TextLine::Mark::changed : TextLine::Mark::none});
    }

    void value(std::uint32_t index, const std::string& label) {
        const json::Node& it = node(index);
        const bool is_changed = is_inside_change() || changed_[index];
        const bool is_object = it.type == json::Type::object;
        if ((!is_object && it.type != json::Type::array) || document_.is_empty_container(index)) {
            add(label + printable(document_.source(index), ReportLimits{}.line_bytes_max) + comma(),
                is_changed);
            return;
        }
        add(label + (is_object ? "{" : "["), is_changed);
        open_.push_back(
            {.next = index + 1, .end = it.next, .is_object = is_object, .is_changed = is_changed});
    }

    void child() {
        Open& parent = open_.back();
        std::uint32_t index = parent.next;
        std::string label;
        if (parent.is_object) {
            label = printable(document_.source(index), ReportLimits{}.line_bytes_max) + ": ";
            ++index;
        }
        parent.next = node(index).next;
        value(index, label);
    }

    // Behind a value that has just been taken from its parent.
    std::string comma() const {
        return !open_.empty() && open_.back().next < open_.back().end ? "," : "";
    }

    void close() {
        const Open ended = open_.back();
        open_.pop_back();
        add((ended.is_object ? "}" : "]") + comma(), ended.is_changed);
    }

    const json::Document& document_;
    const std::vector<bool>& changed_;
    std::vector<TextLine> lines_;
    std::vector<Open> open_;
};

}  // namespace

std::vector<TextLine> json_lines(const json::Document& document, Side side,
                                 const std::vector<store::DifferenceRow>& differences) {
    const std::vector<bool> changed = changed_nodes(document, side, differences);
    return Layout{document, changed}.lines();
}

}  // namespace shadowdiff::reports
