// SPDX-License-Identifier: Apache-2.0
// Segments -> sightings, on one thread: reassembly and HTTP in a row. What a capture does with
// them, and on how many threads, is its owner's affair.
#pragma once

#include "base/coverage.hpp"
#include "frames/segment.hpp"
#include "http/conversations.hpp"
#include "pipeline/capture/explainer.hpp"
#include "reassembly/connections.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

namespace shadowdiff::pipeline {

struct FlowOptions {
    ReassemblyLimits reassembly;
    http::ConversationOptions http;
    reassembly::ConnectionIds ids;
    ExplanationLog* explanations = nullptr;  // outlives the flows; null: nothing is explained
};

/// A sink takes `http::WireSighting&&`, or `http::Sighting&&`: then every message is parsed for it.
class Flows {
public:
    explicit Flows(std::uint64_t run_seed, const FlowOptions& options = {})
        : connections_{options.reassembly, options.ids}, conversations_{run_seed, options.http} {
        if (options.explanations != nullptr) explainer_.emplace(*options.explanations);
    }

    /// Calls `sink` with each sighting that the segment makes known.
    template <class Sink>
    void take(const frames::Segment& segment, const Sink& sink) {
        last_seen_at_ = segment.at;
        pass_on(connections_.feed(segment), sink);
    }

    reassembly::Acquaintance acquaintance(const frames::Segment& segment) const {
        return connections_.acquaintance(segment);
    }

    /// The segment's connection is left out from here on; what waits there is lost by cpu_budget.
    template <class Sink>
    void shed(const frames::Segment& segment, const Sink& sink) {
        pass_on(connections_.shed(segment), sink, Reason::cpu_budget);
    }

    /// The capture has ended.
    template <class Sink>
    void finish(const Sink& sink) {
        pass_on(connections_.finish(last_seen_at_), sink);
    }

    Coverage coverage() const {
        auto total = connections_.coverage();
        total.add(conversations_.coverage());
        return total;
    }

private:
    // `lost_by`: why exchanges are lost, where HTTP cannot know it.
    template <class Sink>
    void pass_on(std::span<const reassembly::StreamEvent> events, const Sink& sink,
                 Reason lost_by = Reason::none) {
        for (const auto& event : events) {
            if (explainer_) explainer_->begin(event);
            for (auto& sighting : conversations_.feed(event)) {
                auto* lost = lost_by == Reason::none ? nullptr : std::get_if<http::Lost>(&sighting);
                if (lost != nullptr) lost->reason = lost_by;
                if (explainer_) explainer_->take(sighting);
                hand_over(std::move(sighting), sink);
            }
            if (explainer_) explainer_->end(event);
        }
    }

    template <class Sink>
    static void hand_over(http::WireSighting&& sighting, const Sink& sink) {
        if constexpr (std::invocable<const Sink&, http::WireSighting&&>) {
            sink(std::move(sighting));
        } else {
            http::tell(std::move(sighting), sink);
        }
    }

    reassembly::Connections connections_;
    http::Conversations conversations_;
    Timestamp last_seen_at_;
    std::optional<FlowExplainer> explainer_;
};

}  // namespace shadowdiff::pipeline
