// SPDX-License-Identifier: Apache-2.0
#include "store/evictor.hpp"

#include <string>
#include <vector>

namespace shadowdiff::store {
namespace {

std::vector<std::int64_t> keys_of(Statement& query) {
    std::vector<std::int64_t> keys;
    query.each([&](RowReader row) { keys.push_back(row.integer()); });
    return keys;
}

}  // namespace

void Evictor::make_room(std::uint64_t bytes_max) {
    const auto goal = bytes_max - bytes_max / 10;
    while (bytes_used() > goal && give(others_, true)) {
    }
    while (bytes_used() > goal && give(samples_, false)) {
    }
    while (bytes_used() > goal && give(light_, true)) {
    }
    while (bytes_used() > goal && give(rest_, true)) {
    }
}

void Evictor::remove_older(std::int64_t than_us) {
    for (;;) {
        std::vector<std::int64_t> keys;
        older_.each([&](RowReader row) { keys.push_back(row.integer()); }, than_us);
        if (keys.empty()) return;
        for (const auto key : keys) exchanges_.remove(key);
        count(true, keys.size());
    }
}

// False when there is none to give.
bool Evictor::give(Statement& next, bool whole_rows) {
    const auto keys = keys_of(next);
    for (const auto key : keys) {
        if (whole_rows) {
            exchanges_.remove(key);
        } else {
            exchanges_.remove_details(key);
        }
    }
    if (!keys.empty()) count(whole_rows, keys.size());
    return !keys.empty();
}

void Evictor::count(bool whole_rows, std::uint64_t n) {
    count_.run(std::string{whole_rows ? "rows" : "details"}, n);
}

// Pages that were freed are used again, so they are room although the file is as long as before.
std::uint64_t Evictor::bytes_used() {
    const auto pragma = [&](const char* query) {
        return static_cast<std::uint64_t>(database_.execAndGet(query).getInt64());
    };
    return (pragma("PRAGMA page_count") - pragma("PRAGMA freelist_count")) *
           pragma("PRAGMA page_size");
}

}  // namespace shadowdiff::store
