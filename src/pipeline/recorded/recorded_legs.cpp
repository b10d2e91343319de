// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_legs.hpp"

#include <utility>

namespace shadowdiff::pipeline {

RecordedLegs::RecordedLegs(const RecordedLegOptions& legs) {
    for (const auto& [leg, options] : legs) {
        recordings_.push_back(
            std::make_unique<Recording>(RecordedTraffic{options}, RecordedJoin{leg}));
    }
}

void RecordedLegs::add(RecordedExchange&& request, const IsOver& is_over) {
    if (recordings_.empty()) {
        left_.emplace_back() = std::move(request);
        return;
    }
    for (std::size_t i = 1; i < recordings_.size(); ++i) read_one(*recordings_[i], is_over);
    auto& first = *recordings_.front();
    if (auto* answered = next_answer(first, is_over)) {
        first.join.add(std::move(request), std::move(*answered));
    } else {
        first.join.add_request(std::move(request));
    }
    pass_on();
}

void RecordedLegs::end(const IsOver& is_over) {
    for (auto& recording : recordings_) {
        while (!recording->has_ended && !is_over()) read_one(*recording, is_over);
        if (is_over()) return;
        recording->join.end_requests();
        pass_on();
    }
}

void RecordedLegs::read_one(Recording& recording, const IsOver& is_over) {
    if (auto* answered = next_answer(recording, is_over)) {
        recording.join.add_answer(std::move(*answered));
    }
}

RecordedAnswer* RecordedLegs::next_answer(Recording& recording, const IsOver& is_over) {
    if (recording.has_ended) return nullptr;
    if (auto* answered = recording.traffic.next_answer(is_over)) return answered;
    recording.has_ended = true;
    recording.join.end_answers();
    return nullptr;
}

void RecordedLegs::pass_on() {
    for (std::size_t i = 1; i < recordings_.size(); ++i) {
        auto& into = recordings_[i]->join;
        while (auto left = recordings_[i - 1]->join.next()) into.add_request(*std::move(left));
    }
}

std::optional<RecordedExchange> RecordedLegs::next() {
    if (!recordings_.empty()) return recordings_.back()->join.next();
    if (left_.empty()) return std::nullopt;
    std::optional<RecordedExchange> left{std::move(left_.front())};
    left_.pop_front();
    return left;
}

RecordedJoinCounts RecordedLegs::counts() const {
    RecordedJoinCounts total;
    for (const auto& recording : recordings_) {
        const auto& counts = recording->join.counts();
        total.by_request_id += counts.by_request_id;
        total.by_content += counts.by_content;
        total.unclaimed += counts.unclaimed;
    }
    return total;
}

std::uint64_t RecordedLegs::records_skipped() const {
    std::uint64_t records = 0;
    for (const auto& recording : recordings_) records += recording->traffic.records_skipped();
    return records;
}

std::uint64_t RecordedLegs::files_broken() const {
    std::uint64_t files = 0;
    for (const auto& recording : recordings_) files += recording->traffic.files_broken();
    return files;
}

Coverage RecordedLegs::coverage() const {
    Coverage total;
    for (const auto& recording : recordings_) total.add(recording->traffic.coverage());
    return total;
}

std::optional<Error> RecordedLegs::error() const {
    for (const auto& recording : recordings_) {
        if (auto error = recording->traffic.error()) return error;
    }
    return std::nullopt;
}

}  // namespace shadowdiff::pipeline
