// SPDX-License-Identifier: Apache-2.0
#include "recording/gor.hpp"

#include "base/overload.hpp"
#include "http/exchange_id.hpp"

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
        if (!open_) open_ = open(record);
        std::string wrong = "a record longer than any we keep";
        if (record.size() <= options_.limits.record_bytes_max) {
            if (open_->message) open_->message->feed(record.substr(open_->fed));
            open_->fed = record.size();
            if (open_->message && open_->message->needs_more() && !is_last) {
                searched_ = found + 1;  // the separator was a part of the body
                continue;
            }
            const bool is_open_ended = open_->message && open_->message->is_until_close();
            wrong = is_last && is_open_ended ? "a response that the end of the recording cuts"
                                             : close(*std::move(open_));
        }
        open_.reset();
        if (!wrong.empty()) out = Skipped{input_.offset(), std::move(wrong)};
        input_.use(is_last ? rest.size() : found + separator.size());
        searched_ = 0;
        return true;
    }
}

GorReader::Open GorReader::open(ByteView record) const {
    const auto head = parse_head(record);
    Open open;
    if (!head) {
        open.wrong = "a record without a head";
        return open;
    }
    open.head = *head;
    open.fed = head->bytes;
    if (head->type == 1)
        open.message = std::make_unique<MessageReader>(http::MessageKind::requests);
    if (head->type != 2) return open;
    const auto request = std::ranges::find(waiting_, head->id, &Waiting::id);
    if (request == waiting_.end()) {
        open.wrong = "a response without its request";
    } else {
        open.message = std::make_unique<MessageReader>(http::MessageKind::responses,
                                                       request->exchange.request.method);
    }
    return open;
}

std::string GorReader::close(Open open) {
    if (!open.message) return std::move(open.wrong);
    auto message = open.message->finish();
    if (!message) return std::move(message.error());
    std::visit(Overload{[&](http::Request& one) { add_request(open.head, std::move(one)); },
                        [&](http::Response& one) { add_response(open.head, std::move(one)); }},
               *message);
    return "";
}

void GorReader::add_request(const Head& head, http::Request request) {
    Waiting waiting{.id = head.id, .exchange = {}};
    auto& exchange = waiting.exchange;
    exchange.connection = ++requests_;
    exchange.id = http::exchange_id(options_.seed, exchange.connection, 0);
    exchange.seen_at = Timestamp{Duration{head.at}};
    exchange.request = std::move(request);
    waiting_.push_back(std::move(waiting));
}

// Its request was there when the record was opened, and requests leave between records only.
void GorReader::add_response(const Head& head, http::Response response) {
    const auto request = std::ranges::find(waiting_, head.id, &Waiting::id);
    if (request == waiting_.end()) return;
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.outcome = std::move(response);
    answer.timing.request_at = request->exchange.seen_at;
    if (head.latency > 0) answer.timing.last_byte = Duration{head.latency};
    request->exchange.answers.push_back(std::move(answer));
}

std::optional<Recorded> GorReader::leave_oldest() {
    auto exchange = std::move(waiting_.front().exchange);
    waiting_.pop_front();
    return exchange;
}

}  // namespace shadowdiff::recording
