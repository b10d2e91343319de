// SPDX-License-Identifier: Apache-2.0
#include "reports/failure_notes.hpp"

#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t failure_notes_max = 30;  // there are fewer; a file may come from anywhere

}  // namespace

std::vector<std::string> failure_notes(const std::vector<store::LegFailureRow>& failures) {
    std::vector<std::string> notes;
    for (auto first = failures.begin(); first != failures.end();) {
        if (notes.size() == failure_notes_max) {
            notes.push_back("… and more");
            break;
        }
        const auto end = std::find_if(first, failures.end(), [&](const auto& row) {
            return row.leg != first->leg || row.failure != first->failure;
        });
        std::uint64_t n = 0;
        std::vector<std::string> routes;
        for (auto row = first; row != end; ++row) {
            n += row->n;
            routes.push_back(fmt::format("{} {}", row->route, grouped(row->n)));
        }
        notes.push_back(fmt::format("{}: {} × {} ({})", first->leg, grouped(n), first->failure,
                                    some_of(std::move(routes), routes_named_max)));
        first = end;
    }
    return notes;
}

}  // namespace shadowdiff::reports
