// SPDX-License-Identifier: Apache-2.0
#include "recording/record.hpp"

#include "base/ascii.hpp"
#include "recording/kept_message.hpp"
#include "recording/packing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace shadowdiff::recording {
namespace {

constexpr std::uint8_t exchange_record = 1;

// How a body lies in a record.
enum class BodyForm : std::uint8_t {
    as_sent,   // its octets without transfer coding
    redacted,  // without content codings, and with secrets replaced
    measured,  // only length and digest: too long, or what cannot be looked through for secrets
};

enum class Outcome : std::uint8_t { response, failure };

constexpr auto no_time = std::numeric_limits<std::int64_t>::min();

std::int64_t ticks(const std::optional<Duration>& duration) {
    return duration ? duration->count() : no_time;
}

std::optional<Duration> duration(std::int64_t ticks) {
    if (ticks == no_time) return std::nullopt;
    return Duration{ticks};
}

void pack(Packer& packer, const Endpoint& endpoint) {
    packer.number(static_cast<std::uint8_t>(endpoint.address.is_v6));
    packer.text({reinterpret_cast<const char*>(endpoint.address.octets.data()),
                 endpoint.address.octets.size()});
    packer.number(endpoint.port);
}

Endpoint unpack_endpoint(Unpacker& record) {
    Endpoint endpoint;
    endpoint.address.is_v6 = record.number<std::uint8_t>() != 0;
    const auto octets = record.text();
    std::copy_n(octets.begin(), std::min(octets.size(), endpoint.address.octets.size()),
                endpoint.address.octets.begin());
    endpoint.port = record.number<std::uint16_t>();
    return endpoint;
}

// Fields, body, trailers: what requests and responses have in common.
template <class Message>
void pack_content(Packer& packer, const Message& message, const redact::Redactor& redactor) {
    const auto kept = redactor.message_body(message.headers, message.body);
    const auto form = !kept              ? BodyForm::measured
                      : kept->is_decoded ? BodyForm::redacted
                                         : BodyForm::as_sent;
    packer.number(static_cast<std::uint8_t>(message.version));
    packer.text(redactor.fields(message.headers).text());
    packer.text(redactor.fields(message.trailers).text());
    packer.number(static_cast<std::uint8_t>(form));
    packer.text(kept ? std::string_view{kept->bytes.text()} : std::string_view{});
    // Beside a redacted body its own digest would let short secrets be tried out.
    const bool is_measured = form == BodyForm::measured;
    packer.number(message.body.length);
    packer.hash(is_measured ? message.body.digest : Hash128{});
    packer.number(static_cast<std::uint8_t>(is_measured && message.body.decoded.has_value()));
    if (!is_measured || !message.body.decoded) return;
    packer.number(message.body.decoded->length);
    packer.hash(message.body.decoded->digest);
}

template <class Message>
bool unpack_content(Unpacker& record, Message& message) {
    message.version =
        record.number<std::uint8_t>() == 0 ? http::Version::http_1_0 : http::Version::http_1_1;
    message.headers = fields_of_lines(record.text());
    message.trailers = fields_of_lines(record.text());
    const auto form = record.number<std::uint8_t>();
    const auto bytes = record.text();
    http::Body body;
    body.length = record.number<std::uint64_t>();
    body.digest = record.hash();
    if (record.number<std::uint8_t>() != 0) {
        const auto length = record.number<std::uint64_t>();
        body.decoded = http::DecodedBody{length, record.hash()};
    }
    if (form > static_cast<std::uint8_t>(BodyForm::measured)) return false;
    if (static_cast<BodyForm>(form) == BodyForm::measured) {
        message.body = std::move(body);
        return true;
    }
    if (static_cast<BodyForm>(form) == BodyForm::redacted) {
        set_decoded_body(message, Bytes{bytes});
    } else {
        message.body = http::make_body(Bytes{bytes});
    }
    return true;
}

void pack(Packer& packer, const http::Answer& answer, const redact::Redactor& redactor) {
    packer.number(answer.timing.request_at.time_since_epoch().count());
    packer.number(ticks(answer.timing.first_byte));
    packer.number(ticks(answer.timing.last_byte));
    if (const auto* failure = answer.failure()) {
        packer.number(static_cast<std::uint8_t>(Outcome::failure));
        packer.text(name(failure->failure_class));
        packer.text(redactor.text(failure->detail).text());
        packer.number(failure->status);
        return;
    }
    const auto& response = *answer.response();
    packer.number(static_cast<std::uint8_t>(Outcome::response));
    packer.number(response.status);
    packer.text(redactor.text(response.reason_phrase).text());
    pack_content(packer, response, redactor);
}

std::optional<http::Answer> unpack_answer(Unpacker& record) {
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.timing.request_at = Timestamp{Duration{record.number<std::int64_t>()}};
    answer.timing.first_byte = duration(record.number<std::int64_t>());
    answer.timing.last_byte = duration(record.number<std::int64_t>());
    const auto outcome = record.number<std::uint8_t>();
    if (outcome == static_cast<std::uint8_t>(Outcome::failure)) {
        http::Failure failure;
        const auto failure_class = http::failure_class_from_name(record.text());
        if (!failure_class) return std::nullopt;
        failure.failure_class = *failure_class;
        failure.detail = record.text();
        failure.status = record.number<std::uint16_t>();
        answer.outcome = std::move(failure);
        return answer;
    }
    if (outcome != static_cast<std::uint8_t>(Outcome::response)) return std::nullopt;
    http::Response response;
    response.status = record.number<std::uint16_t>();
    response.reason_phrase = record.text();
    if (!unpack_content(record, response)) return std::nullopt;
    answer.outcome = std::move(response);
    return answer;
}

bool is_recorded(const http::Answer& answer) {
    return answer.leg == http::Leg::legacy && answer.attempt == 0;
}

}  // namespace

Bytes pack_record(const http::Exchange& exchange, const redact::Redactor& redactor,
                  std::string_view route) {
    Bytes record;
    Packer packer{record};
    packer.number(exchange_record);
    packer.hash(exchange.id);
    packer.number(exchange.connection);
    packer.number(exchange.seen_at.time_since_epoch().count());
    packer.number(static_cast<std::uint8_t>(exchange.pairing));
    pack(packer, exchange.client);
    pack(packer, exchange.server);
    packer.text(redactor.text(exchange.request.method).text());
    packer.text(redactor.target(exchange.request.target, route).text());
    pack_content(packer, exchange.request, redactor);
    const auto legacy = std::ranges::find_if(exchange.answers, is_recorded);
    packer.number(static_cast<std::uint8_t>(legacy != exchange.answers.end()));
    if (legacy != exchange.answers.end()) pack(packer, *legacy, redactor);
    return record;
}

http::Response as_recorded(const http::Response& response, const redact::Redactor& redactor) {
    Bytes content;
    Packer packer{content};
    pack_content(packer, response, redactor);
    http::Response recorded;
    recorded.status = response.status;
    recorded.reason_phrase = redactor.text(response.reason_phrase).text();
    Unpacker unpacker{content};
    unpack_content(unpacker, recorded);
    return recorded;
}

std::expected<http::Exchange, std::string> unpack_record(ByteView bytes) {
    const auto damaged = std::unexpected{std::string{"a record that is damaged inside"}};
    Unpacker record{bytes};
    if (const auto kind = record.number<std::uint8_t>(); kind != exchange_record) {
        return std::unexpected{fmt::format("a record of the unknown kind {}", kind)};
    }
    http::Exchange exchange;
    exchange.id = record.hash();
    exchange.connection = record.number<std::uint64_t>();
    exchange.seen_at = Timestamp{Duration{record.number<std::int64_t>()}};
    const auto pairing = record.number<std::uint8_t>();
    if (pairing > static_cast<std::uint8_t>(http::Pairing::uncertain)) return damaged;
    exchange.pairing = static_cast<http::Pairing>(pairing);
    exchange.client = unpack_endpoint(record);
    exchange.server = unpack_endpoint(record);
    exchange.request.method = record.text();
    exchange.request.target = record.text();
    if (!unpack_content(record, exchange.request)) return damaged;
    if (record.number<std::uint8_t>() != 0) {
        auto answer = unpack_answer(record);
        if (!answer) return damaged;
        exchange.answers.push_back(*std::move(answer));
    }
    if (record.is_short() || exchange.request.method.empty()) return damaged;
    return exchange;
}

}  // namespace shadowdiff::recording
