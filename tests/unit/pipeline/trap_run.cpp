// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pipeline/trap_run.hpp"

#include "base/escape.hpp"
#include "base/overload.hpp"
#include "frames/decode.hpp"
#include "pipeline/capture/flows.hpp"

#include <fmt/format.h>

#include <unordered_map>

namespace shadowdiff::test {
namespace {

using namespace http;

constexpr std::size_t excerpt_bytes_max = 60;
constexpr std::size_t shortest_run = 9;

// Long runs of one byte as "a*100", so that a long body can be read and judged.
std::string excerpt(ByteView body) {
    std::string shown;
    while (!body.empty() && shown.size() < excerpt_bytes_max) {
        const auto run = std::min(body.find_first_not_of(body.front()), body.size());
        const auto taken = run < shortest_run ? 1 : run;
        shown += printable(body.substr(0, 1));
        if (taken > 1) shown += fmt::format("*{} ", run);
        body.remove_prefix(taken);
    }
    if (!body.empty()) shown += fmt::format("… {}", to_hex(hash128(body)).substr(0, 8));
    return shown;
}

std::string shown(const Body& body) {
    if (body.length == 0) return "0 bytes";
    return fmt::format("{} bytes \"{}\"", body.length, excerpt(body.bytes));
}

std::string shown(const Fields& fields, std::string_view mark) {
    std::string text;
    for (const auto& field : fields) {
        text += fmt::format("  {} {}: {}\n", mark, printable(field.name), printable(field.value));
    }
    return text;
}

struct Seen {
    std::string line;     // method and target
    std::string request;  // its body
    std::string outcome;
    std::string details;
    bool is_complete = false;
    int outcomes = 0;
};

class Listener {
public:
    explicit Listener(const TrapOptions& options) : options_{options} {}

    void take(const Sighting& sighting) {
        std::visit(Overload{
                       [this](const RequestSeen& seen) { on(seen); },
                       [this](const RequestComplete& complete) { on(complete); },
                       [this](const AnswerSeen& answer) { on(answer); },
                       [this](const Lost& lost) { on(lost); },
                       [](const ConnectionEnded&) {},
                   },
                   sighting);
    }

    TrapResult result(const Coverage& coverage) {
        TrapResult made{{}, coverage, std::move(broken_)};
        for (const auto& seen : seen_) {
            made.exchanges +=
                seen.line + seen.request + " -> " + seen.outcome + "\n" + seen.details;
            if (seen.outcomes != 1) {
                made.broken_promise +=
                    fmt::format("{} has {} outcomes\n", seen.line, seen.outcomes);
            }
        }
        return made;
    }

private:
    void on(const RequestSeen& seen) {
        if (!places_.emplace(seen.id, seen_.size()).second) broken_ += "an id came twice\n";
        auto line = excerpt(seen.method) + " " + excerpt(seen.target);
        if (options_.shows_ends) {
            line = to_text(seen.client) + " > " + to_text(seen.server) + " " + line;
        }
        seen_.emplace_back().line = std::move(line);
    }
    void on(const RequestComplete& complete) {
        auto* seen = find(complete.exchange.id);
        if (seen == nullptr) return;
        if (seen->is_complete || seen->outcomes > 0) broken_ += seen->line + " completes late\n";
        seen->is_complete = true;
        const auto& request = complete.exchange.request;
        if (request.body.length > 0) seen->request = " " + shown(request.body);
        if (options_.shows_requests) {
            seen->details += shown(request.headers, ">") + shown(request.trailers, ">>");
        }
    }
    void on(const AnswerSeen& answer) {
        auto* seen = find(answer.id);
        if (seen == nullptr) return;
        if (!seen->is_complete) broken_ += seen->line + " is answered and not complete\n";
        if (const auto* response = answer.answer.response()) {
            seen->outcome += fmt::format("{} {} {}", response->status, name(answer.pairing),
                                         shown(response->body));
            if (options_.shows_heads) {
                seen->details += shown(response->headers, "<") + shown(response->trailers, "<<");
            }
        } else if (const auto* failure = answer.answer.failure()) {
            seen->outcome += fmt::format("failed {}", name(failure->failure_class));
            if (failure->status != 0) seen->outcome += fmt::format(" {}", failure->status);
            seen->outcome += fmt::format(" {}", name(answer.pairing));
        }
        if (options_.shows_times) add_times(*seen, answer.answer.timing);
        ++seen->outcomes;
    }
    void on(const Lost& lost) {
        auto* seen = find(lost.id);
        if (seen == nullptr) return;
        seen->outcome += fmt::format("lost {}", name(lost.reason));
        if (lost.status != 0) seen->outcome += fmt::format(" {}", lost.status);
        ++seen->outcomes;
    }
    static void add_times(Seen& seen, const Timing& timing) {
        const auto add = [&](std::string_view what, std::optional<Duration> time) {
            using std::chrono::milliseconds;
            if (!time) return;
            seen.outcome +=
                fmt::format(" {} {} ms", what, duration_cast<milliseconds>(*time).count());
        };
        add("first byte", timing.first_byte);
        add("last byte", timing.last_byte);
    }
    Seen* find(const ExchangeId& id) {
        const auto found = places_.find(id);
        if (found != places_.end()) return &seen_[found->second];
        broken_ += "an outcome without a request\n";
        return nullptr;
    }

    const TrapOptions& options_;
    std::vector<Seen> seen_;
    std::unordered_map<ExchangeId, std::size_t> places_;
    std::string broken_;
};

}  // namespace

std::string TrapResult::text() const {
    auto text = "=== exchanges\n" + exchanges + "=== coverage\n";
    for (std::size_t i = 0; i < blind_count; ++i) {
        const auto blind = static_cast<Blind>(i);
        if (coverage[blind] > 0) text += fmt::format("{} {}\n", name(blind), coverage[blind]);
    }
    return text;
}

TrapResult run_frames(const std::vector<CapturedFrame>& frames, const TrapOptions& options,
                      int times) {
    Listener listener{options};
    frames::Decoder decoder{{.verify_checksums = options.verifies_checksums}};
    pipeline::Flows flows{1};
    const auto note = [&](const Sighting& sighting) { listener.take(sighting); };
    std::uint64_t number = 0;
    for (const auto& frame : frames) {
        auto packet = captured(frame.bytes, options.link);
        packet.at = frame.at;
        packet.original_length = frame.original_length;
        for (int i = 0; i < times; ++i) {
            packet.number = ++number;
            if (const auto segment = decoder.decode(packet)) flows.take(*segment, note);
        }
    }
    decoder.finish();
    decoder.finish();
    flows.finish(note);
    auto coverage = decoder.coverage();
    coverage.add(flows.coverage());
    return listener.result(coverage);
}

}  // namespace shadowdiff::test
