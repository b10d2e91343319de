// SPDX-License-Identifier: Apache-2.0
#include "redact/redactor.hpp"

#include "base/digest.hpp"
#include "content/decode.hpp"
#include "redact/minted.hpp"
#include "redact/pairs.hpp"
#include "redact/place.hpp"
#include "redact/redactor_rules.hpp"
#include "redact/spellings.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace shadowdiff::redact {

namespace {

constexpr std::size_t values_max = 128;            // of one exchange, in all spellings
constexpr std::size_t value_bytes_max = 16 << 10;  // longer: a file, which stands nowhere else
constexpr std::size_t digest_key_bytes = 32;       // as long as the digest: RFC 2104, section 3

// Nothing where the body is not whole or does not decode.
std::optional<Bytes> decoded_of(const http::Fields& headers, const http::Body& body) {
    if (!body.is_whole()) return std::nullopt;
    const auto codings = http::list_members(headers, "Content-Encoding");
    auto decoded = content::decode(body.bytes, codings);
    if (!decoded) return std::nullopt;
    return *std::move(decoded);
}

// The distinctive ones in every spelling, up to a bound.
template <class Secrets>
std::vector<KnownValue> known_values(const Secrets& secrets) {
    std::vector<KnownValue> known;
    const auto add = [&](const std::string& secret) {
        if (secret.size() > value_bytes_max || !is_distinctive(secret)) return;
        for (auto& spelling : spellings_of(secret)) known.push_back({std::move(spelling), secret});
    };
    for (const auto& secret : secrets) {
        if (known.size() >= values_max) break;
        add(secret);
        if (auto plain = without_escapes(secret); plain != secret) add(plain);
    }
    return known;
}

}  // namespace

Redactor::Redactor(const RedactOptions& options)
    : rules_{new Rules{{Names{options.headers, options.fields}, Patterns{options.patterns},
                        known_values(options.values)},
                       Digester{options.digest_key.empty() ? random_bytes(digest_key_bytes)
                                                           : options.digest_key},
                       options.secrets_of_answer}} {}

Redactor::Redactor(std::unique_ptr<Rules> rules) : rules_{std::move(rules)} {}

Redactor::~Redactor() = default;

Redactor Redactor::aware_of(const http::Exchange& exchange) const {
    std::set<std::string> told;
    const Redactor telling{
        std::unique_ptr<Rules>{new Rules{rules_->known, rules_->digester.telling(told)}}};
    const auto hear = [&](const auto& message) {
        telling.rules_->hear_fields(message.headers);
        telling.rules_->hear_fields(message.trailers);
        auto decoded = decoded_of(message.headers, message.body);
        if (!decoded) return;
        const auto type = http::value_of(message.headers, "Content-Type").value_or("");
        telling.rules_->hear_body(*std::move(decoded), type);
    };
    (void)telling.target(exchange.request.target);
    hear(exchange.request);
    for (const auto& answer : exchange.answers) {
        const auto* response = answer.response();
        if (response) hear(*response);
        if (response && rules_->secrets_of_answer) {
            std::ranges::move(rules_->secrets_of_answer(*response),
                              std::inserter(told, told.end()));
        }
        told.insert(answer.supplied.begin(), answer.supplied.end());
    }
    auto known = rules_->known;
    auto values = known_values(told);
    auto heard = std::move(telling.rules_->heard);
    if (!values.empty()) heard = {};  // they may hold them
    std::ranges::move(values, std::back_inserter(known.values));
    return Redactor{std::unique_ptr<Rules>{
        new Rules{std::move(known), rules_->digester, {}, std::move(heard)}}};
}

Redacted Redactor::target(std::string_view target, std::string_view route) const {
    const auto question = std::min(target.find('?'), target.size());
    auto text = rules_->path(target.substr(0, question), route);
    if (question < target.size()) {
        const auto query = target.substr(question + 1);
        text += '?' + redact_pairs(query, rules_->known, rules_->digester);
    }
    return Redacted{std::move(text)};
}

bool Redactor::is_secret_segment(std::string_view before, std::string_view segment) const {
    return rules_->is_secret_segment(before, segment);
}

Redacted Redactor::place(std::string_view path) const {
    return Redacted{redact_place(path, rules_->known, rules_->digester)};
}

Redacted Redactor::fields(const http::Fields& fields) const {
    const auto* heard = rules_->find_heard(fields);
    return Redacted{heard ? heard->lines : rules_->fields(fields)};
}

std::optional<Redacted> Redactor::body(ByteView decoded, std::string_view media_type) const {
    const auto* heard = rules_->find_heard(decoded, media_type);
    auto text = heard ? heard->redacted : rules_->body(decoded, media_type);
    if (!text) return std::nullopt;
    return Redacted{*std::move(text)};
}

std::optional<RedactedBody> Redactor::message_body(const http::Fields& headers,
                                                   const http::Body& whole) const {
    if (whole.is_whole() && whole.bytes.empty()) return RedactedBody{};
    const auto decoded = decoded_of(headers, whole);
    if (!decoded) return std::nullopt;
    auto redacted = body(*decoded, http::value_of(headers, "Content-Type").value_or(""));
    if (!redacted) return std::nullopt;
    if (redacted->text() != *decoded) return RedactedBody{*std::move(redacted), true};
    return RedactedBody{Redacted{whole.bytes}, false};
}

Redacted Redactor::value(std::string_view path, std::string_view value) const {
    const bool is_secret = is_secret_place(path, value, rules_->known.names);
    if (is_json_place(path)) {
        return Redacted{rules_->json_value(value, {.is_secret = is_secret, .hides_octets = true})};
    }
    if (!is_secret) return Redacted{rules_->excerpt(value)};
    const auto names = names_of(path);
    if (names.size() > 1 && names[0] == "headers") {
        return Redacted{rules_->header(names[1], value)};
    }
    return Redacted{rules_->secret(value)};
}

Redacted Redactor::withheld(std::string_view value) const {
    return value.empty() ? Redacted{} : Redacted{rules_->secret(value)};
}

Redacted Redactor::text(std::string_view text) const { return Redacted{rules_->text(text)}; }

}  // namespace shadowdiff::redact
