// SPDX-License-Identifier: Apache-2.0
// The rows of a run file as plain structs: what writers put in and reports read out, with no SQLite
// in sight. Text that came from traffic is Redacted on its way in.
#pragma once

#include "base/hash.hpp"
#include "base/reason.hpp"
#include "judge/verdict.hpp"
#include "redact/redactor.hpp"
#include "store/dimension_row.hpp"
#include "store/latency_rows.hpp"
#include "store/leg_rows.hpp"
#include "store/noise_rows.hpp"
#include "store/rule_rows.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::store {

/// Text of a row: it was redacted on its way in, or is read back from a run file, where it was.
class StoredText {
public:
    StoredText() = default;
    // Implicit, so that a row is filled with what the redactor gives.
    StoredText(const redact::Redacted& redacted) : text_{redacted.text()} {}
    const std::string& text() const { return text_; }
    bool operator==(const StoredText&) const = default;

private:
    friend class RowReader;
    explicit StoredText(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

/// About the run as a whole; one row.
struct RunRow {
    std::string version;             // of shadowdiff
    std::string source;              // "interface lo", "file day.pcap", "proxy 127.0.0.1:8080"
    std::string legacy;              // "observed" or a URL
    std::string candidate;           // URL
    std::string secondary;           // URL or ""
    std::string method_policy;       // "safe methods only"
    std::int64_t started_at_us = 0;  // since the Unix epoch
    std::int64_t ended_at_us = 0;    // 0: it has not ended, or its process died
    std::map<std::string, std::string> facts = {};  // more of it, by name; see docs/schema.md
    bool operator==(const RunRow&) const = default;
};

/// Judged requests by minute, route, verdict and reason: what every total is summed from.
struct TallyRow {
    std::int64_t minute = 0;  // since the Unix epoch
    std::string route;
    std::string verdict;
    std::string reason;    // "" where the verdict needs none
    std::string severity;  // of mismatches, else "none"
    std::uint64_t n = 0;
    bool operator==(const TallyRow&) const = default;
};

struct CoverageRow {
    std::string reason;
    std::uint64_t n = 0;
    bool operator==(const CoverageRow&) const = default;
};

struct NoiseRow {
    std::string route;
    std::string pattern;
    std::string kind;
    std::uint64_t compared = 0;
    std::uint64_t differed = 0;
    bool operator==(const NoiseRow&) const = default;
};

struct AnswerRow {
    std::string leg;
    std::string origin;
    std::uint32_t attempt = 0;
    std::optional<std::uint16_t> status;
    std::string failure;  // class name, or ""
    std::optional<std::int64_t> first_byte_us;
    std::optional<std::int64_t> last_byte_us;
    std::uint64_t body_length = 0;  // as received
    StoredText detail;
    StoredText headers;
    StoredText body;  // decoded; empty when body_kept is false
    bool body_kept = false;
    bool operator==(const AnswerRow&) const = default;
};

struct DifferenceRow {
    std::string fingerprint;  // of route, pattern and kind
    std::string path;
    std::string pattern;
    std::string kind;
    std::string severity;
    std::string standing;
    StoredText legacy;
    StoredText candidate;
    std::string hint = {};  // what the values have to do with each other; see diff::Hint
    bool operator==(const DifferenceRow&) const = default;
};

/// The differences of one exchange that share pattern, kind and standing.
struct ShownRow {
    std::string fingerprint;  // of route, pattern and kind
    std::string pattern;
    std::string kind;
    std::string standing;
    std::string severity;
    std::uint64_t places = 0;
    bool reproduced = false;  // asked again, legacy agreed with itself and the candidate did not
    bool broken = false;      // a value breaks the form of legacy's own; write only
    bool operator==(const ShownRow&) const = default;
};

/// The exchange takes that place among the examples of what it shows.
struct ExampleRow {
    std::string fingerprint;  // "": it is one of the route's sample of matches
    std::uint32_t slot = 0;
    bool operator==(const ExampleRow&) const = default;
};

/// One exchange: a light row, which every one has that is no match; the rest while it is kept
/// whole.
struct ExchangeRow {
    std::string id;  // 32 hexadecimal digits
    std::int64_t seen_at_us = 0;
    std::optional<std::uint16_t> legacy_status;  // of the first answers
    std::optional<std::uint16_t> candidate_status;
    std::optional<std::int64_t> legacy_us;  // until their last byte
    std::optional<std::int64_t> candidate_us;
    std::vector<ShownRow> shown;
    bool is_whole = false;
    std::vector<ExampleRow> examples = {};  // on the way in; empty: nobody may take its place
    std::string client;
    std::string route;
    std::string route_origin = {};  // the table that the route is of; read only
    std::string method;
    StoredText target;
    StoredText request_headers;
    StoredText request_body;
    bool request_body_kept = false;
    std::string pairing;
    std::string verdict;
    std::string reason;
    std::string severity;
    std::string why;
    std::vector<AnswerRow> answers;
    std::vector<DifferenceRow> differences;
    bool operator==(const ExchangeRow&) const = default;
};

/// The light row of a request that nobody judged, excluded or dropped.
struct LeftOutRow {
    Hash128 id;
    std::int64_t seen_at_us = 0;
    std::string route;
    judge::Verdict verdict = judge::Verdict::excluded;
    Reason reason = Reason::none;
    bool operator==(const LeftOutRow&) const = default;
};

/// All differences of standing "finding" with one route, pattern and kind.
struct FindingRow {
    std::string fingerprint;  // 12 hexadecimal digits of the three
    std::string route;
    std::string pattern;
    std::string kind;
    std::string severity;
    std::uint64_t exchanges = 0;   // that have it
    std::uint64_t places = 0;      // differences in all of them
    std::uint64_t reproduced = 0;  // of the exchanges, in how many it was confirmed by asking again
    std::uint64_t broken = 0;      // likewise, in how many no noise of legacy's explains the value
    std::uint64_t kept = 0;        // of the exchanges, how many can be listed
    std::uint64_t kept_earlier = 0;  // of those kept, how many before the run's middle
    std::int64_t first_seen_us = 0;
    std::int64_t last_seen_us = 0;
    std::string example_id;  // of the smallest request that shows it
    std::string example_path;
    std::string example_legacy;
    std::string example_candidate;
    bool operator==(const FindingRow&) const = default;
};

/// How many of the exchanges of one line of the ledger can be listed, and shown whole.
struct KeptRow {
    std::string verdict;
    std::string reason;
    std::uint64_t n = 0;
    std::uint64_t kept = 0;
    std::uint64_t whole = 0;
    bool operator==(const KeptRow&) const = default;
};

/// What was given up to stay inside the size that was allowed, or by pruning; or was never written.
struct EvictionRow {
    std::string what;  // "rows", "details", "unwritten"
    std::uint64_t n = 0;
    bool operator==(const EvictionRow&) const = default;
};

/// What comparing gave up to stay inside its bounds: see judge::BoundsHit.
struct BoundRow {
    std::string what;
    std::uint64_t n = 0;
    bool operator==(const BoundRow&) const = default;
};

/// Everything that a report is made of. Lists are sorted, so that equal files give equal reports.
struct RunRows {
    RunRow run;
    std::uint64_t seen = 0;
    std::vector<TallyRow> tally;         // summed over minutes; with dropped{crashed} for what was
                                         // pending when the process died; sums to seen
    std::vector<TallyRow> minutes = {};  // the same minute by minute, summed over routes
    std::vector<CoverageRow> coverage;   // those above zero, by name
    std::vector<NoiseRow> noise;
    std::vector<OddOneOutRow> odd_one_out;
    std::vector<RouteRow> routes;
    std::vector<RuleRow> rules = {};               // in their order
    std::vector<BoundRow> bounds = {};             // by what
    std::vector<LegFailureRow> leg_failures = {};  // by leg, failure, n (falling), route
    std::vector<LegStatusRow> leg_statuses = {};   // by route, leg (legacy first), status
    std::vector<DimensionRow> dimensions = {};     // by dimension, seen (falling), value
    std::vector<FindingRow>
        findings;  // by severity, exchanges (both falling), route, pattern, kind
    std::vector<ExchangeRow> examples;  // of the first thousand findings, in their order
    std::vector<KeptRow> kept;          // by verdict and reason
    std::vector<EvictionRow> evicted;   // by what
    LatencyRows latency;
    std::uint64_t exchanges_kept = 0;
    /// Where its later part begins; none where it has but one, or where nobody asked for it.
    std::optional<std::int64_t> middle_minute = {};
    std::vector<TallyRow> earlier = {};  // tally of the earlier part alone
    bool operator==(const RunRows&) const = default;
};

}  // namespace shadowdiff::store
