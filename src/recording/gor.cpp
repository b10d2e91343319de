// SPDX-License-Identifier: Apache-2.0
#include "recording/gor.hpp"

#include "http/exchange_id.hpp"
#include "recording/whole_message.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace shadowdiff::recording {
namespace {

constexpr std::string_view separator = "\n🐵🙈🙉\n";
constexpr std::size_t head_bytes_max = 256;

std::optional<std::int64_t> number(ByteView& rest) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    if (rest.starts_with(' ')) rest.remove_prefix(1);
    return value;
}

}  // namespace

std::optional<GorReader::Head> GorReader::parse_head(ByteView record) {
    const auto end = record.substr(0, head_bytes_max).find('\n');
    if (end == ByteView::npos) return std::nullopt;
    auto line = record.substr(0, end);
    Head head;
    head.bytes = end + 1;
    const auto type = number(line);
    const auto id_end = line.find(' ');
    if (!type || id_end == ByteView::npos) return std::nullopt;
    head.type = static_cast<int>(*type);
    head.id = line.substr(0, id_end);
    line.remove_prefix(id_end + 1);
    const auto at = number(line);
    if (!at) return std::nullopt;
    head.at = *at;
    head.latency = number(line).value_or(0);
    return head;
}

std::optional<Recorded> GorReader::next() {
    while (true) {
        if (!waiting_.empty() && !waiting_.front().exchange.answers.empty()) return leave_oldest();
        if (waiting_.size() > options_.limits.unpaired_max) return leave_oldest();
        std::optional<Recorded> out;
        if (!take_record(out)) {
            if (input_.has_ended() && input_.rest().empty() && !waiting_.empty()) {
                return leave_oldest();
            }
            return std::nullopt;
        }
        if (out) return out;
    }
}

bool GorReader::take_record(std::optional<Recorded>& out) {
    const auto rest = input_.rest();
    if (rest.empty()) return false;
    while (true) {
        const auto found = rest.find(separator, searched_);
        const bool is_last = found == ByteView::npos;
        if (is_last && !input_.has_ended()) {
            const auto tail = std::min(rest.size(), separator.size() - 1);
            searched_ = std::max(searched_, rest.size() - tail);
            if (rest.size() <= options_.limits.record_bytes_max) return false;
        }
        const auto record = rest.substr(0, found);
        const auto head = parse_head(record);
        bool is_cut = false;
        std::optional<std::string> wrong = "a record without a head";
        if (record.size() > options_.limits.record_bytes_max) {
            wrong = "a record longer than any we keep";
        } else if (head) {
            wrong = take(*head, record.substr(head->bytes), is_cut);
        }
        if (wrong && is_cut && !is_last) {
            searched_ = found + 1;  // the separator was a part of the body
            continue;
        }
        if (wrong) out = Skipped{input_.offset(), *std::move(wrong)};
        input_.use(is_last ? rest.size() : found + separator.size());
        searched_ = 0;
        return true;
    }
}

std::optional<std::string> GorReader::take(const Head& head, ByteView payload, bool& is_cut) {
    if (head.type == 2) return take_response(head, payload, is_cut);
    if (head.type != 1) return std::nullopt;
    auto request = parse_request(payload);
    if (!request) {
        is_cut = request.error().is_cut;
        return std::move(request.error().why);
    }
    Waiting waiting{.id = head.id, .exchange = {}};
    auto& exchange = waiting.exchange;
    exchange.connection = ++requests_;
    exchange.id = http::exchange_id(options_.seed, exchange.connection, 0);
    exchange.seen_at = Timestamp{Duration{head.at}};
    exchange.request = *std::move(request);
    waiting_.push_back(std::move(waiting));
    return std::nullopt;
}

std::optional<std::string> GorReader::take_response(const Head& head, ByteView payload,
                                                    bool& is_cut) {
    const auto request = std::ranges::find(waiting_, head.id, &Waiting::id);
    if (request == waiting_.end()) return "a response without its request";
    auto response = parse_response(payload, request->exchange.request.method);
    if (!response) {
        is_cut = response.error().is_cut;
        return std::move(response.error().why);
    }
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.outcome = *std::move(response);
    answer.timing.request_at = request->exchange.seen_at;
    if (head.latency > 0) answer.timing.last_byte = Duration{head.latency};
    request->exchange.answers.push_back(std::move(answer));
    return std::nullopt;
}

std::optional<Recorded> GorReader::leave_oldest() {
    auto exchange = std::move(waiting_.front().exchange);
    waiting_.pop_front();
    return exchange;
}

}  // namespace shadowdiff::recording
