// SPDX-License-Identifier: Apache-2.0
#include "store/exchange_writer.hpp"

#include "diff/difference.hpp"

#include <algorithm>
#include <vector>

namespace shadowdiff::store {
namespace {

bool is_graver(const std::string& one, const std::string& other) {
    return diff::severity_from_name(one) > diff::severity_from_name(other);
}

}  // namespace

void ExchangeWriter::add(const ExchangeRow& row) {
    const int added = insert_exchange_.run(
        row.id, row.seen_at_us, row.route, row.method, row.verdict, row.reason, row.severity,
        row.legacy_status, row.candidate_status, row.legacy_us, row.candidate_us, row.is_whole);
    if (added == 0) return;
    const std::int64_t key = database_.getLastInsertRowid();
    for (const auto& shown : row.shown) add_shown(key, row, shown);
    if (row.is_whole) add_details(key, row);
    for (const auto& example : row.examples) add_example(key, row, example);
}

// No index tells that the id is there already: ids fall anywhere into one, which would cost more
// than all the rest where most of the traffic is left out.
void ExchangeWriter::add(const LeftOutRow& row) {
    insert_left_out_.run(to_hex(row.id), row.seen_at_us, row.route,
                         row.route.substr(0, row.route.find(' ')), std::string{name(row.verdict)},
                         std::string{name(row.reason)});
}

void ExchangeWriter::add_shown(std::int64_t key, const ExchangeRow& row, const ShownRow& shown) {
    const auto fingerprint_key = key_of(row, shown);
    insert_shown_.run(key, fingerprint_key, shown.severity, shown.places, shown.reproduced);
    auto& counts = counts_
                       .try_emplace(fingerprint_key, Counts{.first_seen_us = row.seen_at_us,
                                                            .last_seen_us = row.seen_at_us,
                                                            .severity = shown.severity})
                       .first->second;
    ++counts.exchanges;
    counts.places += shown.places;
    if (shown.reproduced) ++counts.reproduced;
    if (shown.broken) ++counts.broken;
    counts.first_seen_us = std::min(counts.first_seen_us, row.seen_at_us);
    counts.last_seen_us = std::max(counts.last_seen_us, row.seen_at_us);
    if (is_graver(shown.severity, counts.severity)) counts.severity = shown.severity;
}

std::int64_t ExchangeWriter::key_of(const ExchangeRow& row, const ShownRow& shown) {
    const auto [known, is_new] = keys_.try_emplace({shown.fingerprint, shown.standing}, 0);
    if (!is_new) return known->second;
    find_fingerprint_.each([&](RowReader found) { known->second = found.integer(); },
                           shown.fingerprint, shown.standing);
    if (known->second == 0) {
        insert_fingerprint_.run(shown.fingerprint, shown.standing, row.route, shown.pattern,
                                shown.kind, shown.severity, row.seen_at_us, row.seen_at_us);
        known->second = database_.getLastInsertRowid();
    }
    return known->second;
}

std::optional<std::int64_t> ExchangeWriter::body_key(const StoredText& body, bool is_kept) {
    if (!is_kept) return std::nullopt;
    return bodies_.put(body);
}

void ExchangeWriter::add_details(std::int64_t key, const ExchangeRow& row) {
    insert_request_.run(key, row.client, row.pairing, row.why, row.target, row.request_headers,
                        body_key(row.request_body, row.request_body_kept));
    std::int64_t number = 0;
    for (const auto& answer : row.answers) {
        insert_answer_.run(key, number++, answer.leg, answer.origin, answer.attempt, answer.status,
                           answer.failure, answer.first_byte_us, answer.last_byte_us,
                           answer.body_length, answer.detail, answer.headers,
                           body_key(answer.body, answer.body_kept));
    }
    number = 0;
    for (const auto& difference : row.differences) {
        insert_difference_.run(key, number++, difference.fingerprint, difference.path,
                               difference.pattern, difference.kind, difference.severity,
                               difference.standing, difference.legacy, difference.candidate,
                               difference.hint);
    }
}

// Whoever stood there before keeps its light row, and all of it in a run that keeps everything; a
// match that lost its place is kept no more.
void ExchangeWriter::add_example(std::int64_t key, const ExchangeRow& row,
                                 const ExampleRow& example) {
    std::int64_t before = 0;
    const auto take = [&](RowReader found) { before = found.integer(); };
    if (example.fingerprint.empty()) {
        find_match_.each(take, row.route, example.slot);
        set_match_.run(row.route, example.slot, key);
        if (before != 0) remove(before);
        return;
    }
    const auto shown = std::ranges::find(row.shown, example.fingerprint, &ShownRow::fingerprint);
    if (shown == row.shown.end()) return;
    const auto fingerprint_key = key_of(row, *shown);
    find_example_.each(take, fingerprint_key, example.slot);
    set_example_.run(fingerprint_key, example.slot, key);
    if (before == 0) return;
    bool is_kept = false;
    const auto keep = [&](RowReader) { is_kept = true; };
    is_example_.each(keep, before);
    if (!is_kept) keeps_all_.each(keep);
    if (is_kept) return;
    forget_lost_details_.run(before, true);
    remove_details(before);
}

void ExchangeWriter::write_counts() {
    for (const auto& [key, counts] : counts_) {
        add_counts_.run(key, counts.exchanges, counts.places, counts.reproduced, counts.broken,
                        counts.first_seen_us, counts.last_seen_us, counts.severity);
    }
    counts_.clear();
}

void ExchangeWriter::rolled_back() {
    keys_.clear();
    counts_.clear();
    bodies_.rolled_back();
}

void ExchangeWriter::remove_details(std::int64_t exchange_key) {
    std::vector<std::int64_t> bodies;
    bodies_of_.each([&](RowReader row) { bodies.push_back(row.integer()); }, exchange_key);
    remove_differences_.run(exchange_key);
    remove_answers_.run(exchange_key);
    remove_request_.run(exchange_key);
    mark_light_.run(exchange_key);
    for (const auto key : bodies) bodies_.release(key);
}

// Evictions are counted once: what goes altogether is no more among those that lost their details.
void ExchangeWriter::remove(std::int64_t exchange_key) {
    forget_lost_details_.run(exchange_key, false);
    remove_details(exchange_key);
    remove_examples_.run(exchange_key);
    remove_shown_.run(exchange_key);
    remove_matches_.run(exchange_key);
    remove_exchange_.run(exchange_key);
}

}  // namespace shadowdiff::store
