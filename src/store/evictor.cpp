// SPDX-License-Identifier: Apache-2.0
#include "store/evictor.hpp"

#include <algorithm>

namespace shadowdiff::store {
namespace {

constexpr std::size_t keys_at_once = 200;       // the LIMIT of every search
constexpr std::uint64_t step_max = 4ULL << 20;  // what a flush may be kept waiting for

}  // namespace

Evictor::Evictor(SQLite::Database& database, ExchangeWriter& exchanges)
    : database_{database}, exchanges_{exchanges} {
    Statement{database_, "SELECT count(*) FROM exchange WHERE verdict IN ('excluded', 'dropped')"}
        .each([this](RowReader row) { left_out_rows_ = row.count(); });
    left_out_committed_ = left_out_rows_;
}

void Evictor::make_room(std::uint64_t bytes_max) {
    const auto goal = bytes_max - std::min(bytes_max / 10, step_max);
    const auto give_all = [&](Kind& kind, Part part) {
        while (bytes_used() > goal && give(kind, part) > 0) {
        }
    };
    give_all(left_out_, Part::left_out);
    give_all(others_, Part::all);
    give_all(samples_, Part::details);
    give_all(light_, Part::all);
    if (bytes_used() > goal) {
        // Rows that were passed by may have lost their place or their details since.
        samples_.searched = light_.searched = 0;
        give_all(samples_, Part::details);
        give_all(light_, Part::all);
        give_all(rest_, Part::all);
    }
    search_from_at_most(last_key());  // where the last went, the next has its key
}

void Evictor::bound_left_out(std::uint64_t written, std::uint64_t rows_max) {
    left_out_rows_ += written;
    if (left_out_rows_ <= rows_max) return;
    while (left_out_rows_ > rows_max && give(left_out_, Part::left_out) > 0) {
    }
    search_from_at_most(last_key());  // where the last went, the next has its key
}

void Evictor::remove_older(std::int64_t than_us) {
    older_.searched = 0;
    for (;;) {
        const auto keys = search(older_, than_us);
        if (keys.empty()) return;
        for (const auto key : keys) remove(key, Part::all);
        count("rows", keys.size());
    }
}

void Evictor::rolled_back() {
    left_out_rows_ = left_out_committed_;
    search_from_at_most(0);
}

void Evictor::search_from_at_most(std::int64_t key) {
    for (auto* kind : {&left_out_, &others_, &samples_, &light_, &rest_}) {
        kind->searched = std::min(kind->searched, key);
    }
}

std::int64_t Evictor::last_key() {
    std::int64_t key = 0;
    last_key_.each([&](RowReader row) { key = row.integer(); });
    return key;
}

// As many as there were; 0 when there is none to give.
std::uint64_t Evictor::give(Kind& kind, Part part) {
    const auto keys = search(kind);
    for (const auto key : keys) remove(key, part);
    if (!keys.empty()) count(part == Part::details ? "details" : "rows", keys.size());
    if (part == Part::left_out) left_out_rows_ -= std::min(left_out_rows_, keys.size());
    return keys.size();
}

template <class... Values>
std::vector<std::int64_t> Evictor::search(Kind& kind, const Values&... values) {
    std::vector<std::int64_t> keys;
    kind.next.each([&](RowReader row) { keys.push_back(row.integer()); }, kind.searched, values...);
    kind.searched = keys.size() == keys_at_once ? keys.back() : last_key();
    return keys;
}

void Evictor::remove(std::int64_t key, Part part) {
    switch (part) {
        case Part::left_out: return exchanges_.remove_left_out(key);
        case Part::all: mismatches_.note(key); return exchanges_.remove(key);
        case Part::details: return exchanges_.remove_details(key);
    }
}

void Evictor::count(const std::string& what, std::uint64_t n) { count_.run(what, n); }

// Pages that were freed are used again, so they are room although the file is as long as before.
std::uint64_t Evictor::bytes_used() {
    const auto pragma = [&](const char* query) {
        return static_cast<std::uint64_t>(database_.execAndGet(query).getInt64());
    };
    return (pragma("PRAGMA page_count") - pragma("PRAGMA freelist_count")) *
           pragma("PRAGMA page_size");
}

}  // namespace shadowdiff::store
