// SPDX-License-Identifier: Apache-2.0
// Two JSON answers, parsed and compared, against nlohmann's parse of both and its diff: members in
// another order, three values changed.
#include "bench/rounds.hpp"
#include "diff/diff.hpp"
#include "json/document.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>

namespace {

using namespace shadowdiff;

std::string answer(std::size_t items, bool is_candidate) {
    std::string text = R"({"items": [)";
    for (std::size_t i = 0; i < items; ++i) {
        const auto price = is_candidate && i % (items / 3 + 1) == 0 ? 425 : 420;
        const auto id = fmt::format(R"("id": {})", i);
        const auto rest = fmt::format(
            R"("name": "Tea number {}", "price": {}, "tags": ["green", "loose"])", i, price);
        text += (i > 0 ? ", {" : "{") + (is_candidate ? rest + ", " + id : id + ", " + rest) + "}";
    }
    return text + "]}";
}

void measure(const char* name, std::size_t items, std::size_t times) {
    const auto legacy = answer(items, false);
    const auto candidate = answer(items, true);
    const auto ours = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            const auto differences = diff::diff_json(*json::parse(legacy), *json::parse(candidate));
            if (differences.list.empty()) std::abort();
        }
    };
    const auto theirs = [&] {
        for (std::size_t i = 0; i < times; ++i) {
            const auto patch = nlohmann::json::diff(nlohmann::json::parse(legacy),
                                                    nlohmann::json::parse(candidate));
            if (patch.empty()) std::abort();
        }
    };
    bench::compare(name, "nlohmann's parse and diff", times, ours, theirs);
}

}  // namespace

int main() {
    measure("diff, 490 B", 6, 20'000);
    measure("diff, 10 KB", 120, 1'000);
    measure("diff, 1 MB", 12'000, 8);
}
