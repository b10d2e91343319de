// SPDX-License-Identifier: Apache-2.0
#include "store/evicted_mismatches.hpp"

#include <cstddef>
#include <string>

namespace shadowdiff::store {

void EvictedMismatches::note(std::int64_t exchange_key) {
    constexpr std::size_t fingerprints_max = 64;
    std::string route;
    std::string fingerprints;
    std::size_t count = 0;
    find_.each(
        [&](RowReader row) {
            route = row.text();
            if (++count > 1) fingerprints += ' ';
            fingerprints += row.text();
            return count <= fingerprints_max;
        },
        exchange_key);
    if (count == 0 || count > fingerprints_max) return;
    if (add_.run(route, fingerprints) == 0) insert_.run(route, fingerprints);
}

}  // namespace shadowdiff::store
