// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/run_exchanges.hpp"

#include "base/hash.hpp"
#include "recording/kept_message.hpp"
#include "recording/times.hpp"
#include "store/run_reader.hpp"

#include <charconv>
#include <chrono>
#include <memory>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

Hash128 id_of(std::string_view digits) {
    constexpr std::size_t half = 16;
    constexpr int base = 16;
    Hash128 id;
    const auto read = [](std::string_view text, std::uint64_t& value) {
        std::from_chars(text.data(), text.data() + text.size(), value, base);
    };
    read(digits.substr(0, half), id.high);
    if (digits.size() > half) read(digits.substr(half), id.low);
    return id;
}

std::optional<Duration> duration(const std::optional<std::int64_t>& us) {
    constexpr auto us_max = std::chrono::microseconds{std::chrono::days{366}}.count();
    if (!us || *us < 0 || *us > us_max) return std::nullopt;
    return std::chrono::microseconds{*us};
}

bool announces_body(const http::Fields& headers) {
    return http::value_of(headers, "Content-Length").value_or("0") != "0" ||
           http::find(headers, "Transfer-Encoding") != nullptr;
}

http::Request request_of(const store::ExchangeRow& row) {
    http::Request request;
    request.method = row.method;
    request.target = row.target.text();
    request.headers = recording::fields_of_lines(row.request_headers.text());
    if (row.request_body_kept) {
        recording::set_decoded_body(request, row.request_body.text());
    } else if (announces_body(request.headers)) {
        request.body.length = 1;  // how long it was is not kept: that it is not whole is
    }
    return request;
}

std::optional<http::Answer> answer_of(const store::AnswerRow& row) {
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.timing = {{}, duration(row.first_byte_us), duration(row.last_byte_us)};
    if (const auto failure = http::failure_class_from_name(row.failure)) {
        answer.outcome = http::Failure{.failure_class = *failure,
                                       .detail = row.detail.text(),
                                       .status = row.status.value_or(0)};
        return answer;
    }
    http::Response response;
    response.status = row.status.value_or(0);
    response.headers = recording::fields_of_lines(row.headers.text());
    if (!row.body_kept && row.body_length > 0) return std::nullopt;
    // A head that announces a body has none in answers to HEAD.
    if (row.body_length > 0) recording::set_decoded_body(response, row.body.text());
    answer.outcome = std::move(response);
    return answer;
}

}  // namespace

std::optional<RecordedExchange> recorded_of(const store::ExchangeRow& row) {
    if (!row.is_whole) return std::nullopt;
    RecordedExchange recorded;
    recorded.lost = Reason::answer_not_seen;
    recorded.exchange = std::make_unique<http::Exchange>();
    auto& exchange = *recorded.exchange;
    exchange.id = id_of(row.id);
    exchange.connection = hash128(row.client).low;
    exchange.seen_at = recording::told_time(std::chrono::sys_time<std::chrono::microseconds>{
        std::chrono::microseconds{row.seen_at_us}});
    exchange.request = request_of(row);
    for (const auto& one : row.answers) {
        if (one.leg != http::name(http::Leg::legacy) || one.attempt > 0) continue;
        if (auto answer = answer_of(one)) {
            exchange.answers.push_back(*std::move(answer));
            recorded.lost = Reason::none;
        }
        break;
    }
    return recorded;
}

RunExchanges::RunExchanges(const std::vector<std::filesystem::path>& files) {
    for (const auto& file : files) {
        const auto reader = store::RunReader::open(file);
        if (!reader) throw StartupError{reader.error().message};
    }
    stream_.emplace([this, files](const Stream::Give& give) { read(files, give); });
}

// A damaged run file shows itself by what its reader throws, and a thread must not end so.
void RunExchanges::read(const std::vector<std::filesystem::path>& files, const Stream::Give& give) {
    const auto note = [this](const Error& error) {
        const std::lock_guard lock{mutex_};
        error_ = error;
    };
    for (const auto& file : files) {
        const auto reader = store::RunReader::open(file);
        if (!reader) {
            note(reader.error());
            continue;
        }
        bool is_readable = false;
        try {
            reader->each_exchange({}, [&](const store::ExchangeRow& row) {
                is_readable = true;
                if (auto recorded = recorded_of(row)) give(*std::move(recorded));
            });
        } catch (const StartupError& error) {
            is_readable ? note_early_end(Error{error.what()}) : note(Error{error.what()});
        }
    }
}

void RunExchanges::note_early_end(Error error) {
    const std::lock_guard lock{mutex_};
    coverage_.add(Blind::unreadable_records);
    early_end_ = std::move(error);
}

std::optional<Error> RunExchanges::error() const {
    const std::lock_guard lock{mutex_};
    return error_;
}

std::optional<Error> RunExchanges::early_end() const {
    const std::lock_guard lock{mutex_};
    return early_end_;
}

Coverage RunExchanges::coverage() const {
    const std::lock_guard lock{mutex_};
    return coverage_;
}

}  // namespace shadowdiff::pipeline
