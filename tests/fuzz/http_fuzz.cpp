// SPDX-License-Identifier: Apache-2.0
// Any bytes as messages and as conversations under small bounds. Whatever comes: how bytes are cut
// changes nothing for the parser, and each request seen has exactly one end, in the right order.
//
// The first octet chooses the parser. Then come records: what (1 octet), length (1), that many
// bytes.
#include "base/overload.hpp"
#include "http/conversations.hpp"
#include "http/parser.hpp"
#include "tests/unit/http/events.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>

using namespace shadowdiff;
using namespace shadowdiff::http;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

struct Record {
    std::uint8_t what = 0;
    ByteView bytes;
};

std::vector<Record> records_of(ByteView input) {
    std::vector<Record> records;
    while (input.size() >= 2) {
        const auto what = static_cast<std::uint8_t>(input[0]);
        const auto length = static_cast<std::uint8_t>(input[1]);
        input.remove_prefix(2);
        records.push_back({what, input.substr(0, length)});
        input.remove_prefix(std::min<std::size_t>(length, input.size()));
    }
    return records;
}

HttpLimits small_limits() {
    HttpLimits limits;
    limits.line_bytes_max = 64;
    limits.head_bytes_max = 160;
    limits.headers_max = 4;
    limits.body_bytes_kept_max = 16;
    limits.outstanding_max = 4;
    limits.held_bytes_max = 64;
    return limits;
}

// Which of two bounds is met first may depend on the cut; that one is met does not.
std::string without_rule(std::string events) {
    const auto at = events.find("\nmalformed ");
    if (events.starts_with("malformed ")) return "malformed";
    return at == std::string::npos ? events : events.substr(0, at) + "\nmalformed";
}

void parse(std::uint8_t choice, const std::vector<Record>& records) {
    const auto kind = (choice & 1) != 0 ? Parser::Kind::requests : Parser::Kind::responses;
    const auto strictness = (choice & 2) != 0 ? Strictness::strict : Strictness::lenient;
    const std::string method = (choice & 4) != 0 ? "HEAD" : (choice & 8) != 0 ? "CONNECT" : "GET";
    std::vector<ByteView> pieces;
    Bytes whole;
    for (const auto& record : records) {
        pieces.push_back(record.bytes);
        whole += record.bytes;
    }
    const auto events = [&](const std::vector<ByteView>& input) {
        Parser parser{kind, strictness, small_limits()};
        parser.expect(method);
        return without_rule(test::events_of(parser, input, true));
    };
    require(events(pieces) == events({whole}));
}

/// One connection's sightings in the order they may come.
class Promises {
public:
    void check(Sighting& sighting) {
        std::visit(Overload{[&](const RequestSeen& seen) {
                                require(requests_.emplace(seen.id, State::seen).second);
                            },
                            [&](const RequestComplete& complete) {
                                require(requests_.at(complete.exchange.id) == State::seen);
                                requests_[complete.exchange.id] = State::complete;
                            },
                            [&](const AnswerSeen& seen) {
                                require(requests_.at(seen.id) == State::complete);
                                requests_[seen.id] = State::ended;
                            },
                            [&](const Lost& lost) {
                                require(requests_.at(lost.id) != State::ended);
                                require(lost.reason != Reason::none);
                                requests_[lost.id] = State::ended;
                            },
                            [&](const ConnectionEnded&) { check_all_ended(); }},
                   sighting);
    }
    void check_all_ended() const {
        require(std::ranges::all_of(requests_,
                                    [](const auto& one) { return one.second == State::ended; }));
    }

private:
    enum class State : std::uint8_t { seen, complete, ended };
    std::map<ExchangeId, State> requests_;
};

reassembly::StreamEvent event_of(const Record& record, Timestamp at) {
    using namespace reassembly;
    const auto sender = (record.what & 1) != 0 ? Sender::responder : Sender::initiator;
    switch ((record.what >> 1) & 7) {
        case 0: return Gap{1, at, sender, record.bytes.size()};
        case 1: return Finished{1, at, sender};
        default: return Data{1, at, sender, record.bytes};
    }
}

void converse(std::uint8_t choice, const std::vector<Record>& records) {
    using namespace reassembly;
    Conversations conversations{1, {.limits = small_limits()}};
    Promises promises;
    Timestamp at{};
    const auto feed = [&](const StreamEvent& event) {
        for (auto& sighting : conversations.feed(event)) {
            tell(std::move(sighting), [&](Sighting told) { promises.check(told); });
        }
    };
    feed(Opened{1, at, {}, {}, (choice & 1) != 0});
    for (const auto& record : records) {
        at += (record.what & 0x80) != 0 ? std::chrono::seconds{11} : std::chrono::seconds{0};
        feed(event_of(record, at));
    }
    constexpr int causes = static_cast<int>(CloseCause::capture_ended) + 1;
    feed(Closed{1, at, static_cast<CloseCause>((choice >> 1) % causes)});
    promises.check_all_ended();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const ByteView input{reinterpret_cast<const char*>(data), size};
    const auto records = records_of(input.substr(1));
    parse(data[0], records);
    converse(data[0], records);
    return 0;
}
