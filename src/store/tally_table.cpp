// SPDX-License-Identifier: Apache-2.0
#include "store/tally_table.hpp"

#include "store/row_columns.hpp"
#include "store/statement.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace shadowdiff::store {
namespace {

auto order_of(const TallyRow& row) {
    return std::tie(row.minute, row.route, row.verdict, row.reason, row.severity);
}

struct Counted {
    TallyRow row;
    std::uint64_t earlier = 0;  // of its n, in the run's earlier part
};

// Few kinds of count are in one minute, and few on one route: they are searched one by one.
void add(std::vector<Counted>& counts, const TallyRow& row, bool is_earlier) {
    auto same = std::ranges::find_if(counts, [&](const Counted& one) {
        return one.row.verdict == row.verdict && one.row.reason == row.reason &&
               one.row.severity == row.severity;
    });
    if (same == counts.end()) {
        same = counts.insert(counts.end(), {row});
    } else {
        same->row.n += row.n;
    }
    if (is_earlier) same->earlier += row.n;
}

class Sums {
public:
    explicit Sums(std::optional<std::int64_t> middle_minute) : middle_minute_{middle_minute} {}

    void add_row(TallyRow row) {
        all_ += row.n;
        auto& of_route = routes_[row.route];
        const auto minute = std::exchange(row.minute, 0);
        const bool is_earlier = middle_minute_ && minute < *middle_minute_;
        add(of_route, row, is_earlier);
        row.minute = minute;
        row.route.clear();
        add(minutes_[minute], row, is_earlier);
    }

    std::uint64_t all() const { return all_; }

    void give(RunRows& rows) {
        for (auto& [route, counts] : routes_) {
            for (auto& [row, earlier] : counts) {
                if (earlier > 0) {
                    rows.earlier.push_back(row);
                    rows.earlier.back().n = earlier;
                }
                rows.tally.push_back(std::move(row));
            }
        }
        for (auto& [minute, counts] : minutes_) {
            for (auto& [row, earlier] : counts) rows.minutes.push_back(std::move(row));
        }
        for (auto* list : {&rows.tally, &rows.minutes, &rows.earlier}) {
            std::ranges::sort(*list, [](const TallyRow& one, const TallyRow& other) {
                return order_of(one) < order_of(other);
            });
        }
    }

private:
    std::optional<std::int64_t> middle_minute_;
    std::unordered_map<std::string, std::vector<Counted>> routes_;
    std::map<std::int64_t, std::vector<Counted>> minutes_;
    std::uint64_t all_ = 0;
};

// The view `kept` says the same, and reads the whole tally again.
void read_kept(SQLite::Database& database, RunRows& rows) {
    std::map<std::pair<std::string, std::string>, KeptRow> kept;
    for (const TallyRow& row : rows.tally) {
        auto& line = kept[{row.verdict, row.reason}];
        line.verdict = row.verdict;
        line.reason = row.reason;
        line.n += row.n;
    }
    Statement{database,
              "SELECT verdict, reason, count(*), sum(is_whole) FROM exchange GROUP BY 1, 2"}
        .each([&](RowReader row) {
            auto verdict = row.text();
            auto reason = row.text();
            const auto found = kept.find({std::move(verdict), std::move(reason)});
            const auto count = row.count();
            rows.exchanges_kept += count;
            if (found == kept.end()) return;
            found->second.kept = count;
            found->second.whole = row.count();
        });
    for (auto& [key, line] : kept) rows.kept.push_back(std::move(line));
}

}  // namespace

void read_tally(SQLite::Database& database, RunRows& rows) {
    Sums sums{rows.middle_minute};
    Statement{database, "SELECT minute, route, verdict, reason, severity, n FROM tally"}.each(
        [&](RowReader row) {
            const auto minute = row.integer();
            auto counted = tally_of(row);
            counted.minute = minute;
            sums.add_row(std::move(counted));
        });
    if (rows.seen > sums.all()) {
        constexpr std::int64_t minute_us = 60'000'000;
        sums.add_row({rows.run.started_at_us / minute_us, "", "dropped", "crashed", "none",
                      rows.seen - sums.all()});
    }
    sums.give(rows);
    read_kept(database, rows);
}

}  // namespace shadowdiff::store
