// SPDX-License-Identifier: Apache-2.0
// The only maker of Redacted values, which are all that store, recordings and logs accept: so that
// no credential can reach the disk by being forgotten.
#pragma once

#include "base/bytes.hpp"
#include "http/exchange.hpp"
#include "http/message.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::redact {

/// Text in which every credential was replaced by a keyed digest.
class Redacted {
public:
    Redacted() = default;  // empty
    const std::string& text() const { return text_; }
    bool operator==(const Redacted&) const = default;

private:
    friend class Redactor;
    explicit Redacted(std::string text) : text_{std::move(text)} {}
    std::string text_;
};

/// A message's body as it may be kept.
struct RedactedBody {
    Redacted bytes;
    bool is_decoded = false;  // something was replaced, so its content codings are undone
};

/// Gives secrets of an answer that neither name nor form tells. Called from any thread.
using SecretsOfAnswer = std::function<std::vector<std::string>(const http::Response&)>;

struct RedactOptions {
    std::vector<std::string> headers = {};  // beside the built-in names (Authorization, Cookie, …)
    /// Of queries, forms and JSON bodies, beside the built-in names; or paths into JSON bodies.
    std::vector<std::string> fields = {};
    std::vector<std::string> patterns = {};  // regular expressions: what they match is a secret
    std::vector<std::string> values = {};    // that we supply ourselves, when they are distinctive
    Bytes digest_key = {};  // empty: one of this run, made here and forgotten with it
    SecretsOfAnswer secrets_of_answer = {};  // empty: there are none such
};

/// Replaces credentials by "redacted:" and 16 hexadecimal digits of an HMAC-SHA-256: equal values
/// stay equal within a run, nothing can be read back. Credentials are known by the name of their
/// header, cookie, query parameter or JSON member, and by their form (JWT, well-known key prefixes,
/// card numbers that pass the Luhn check).
class Redactor {
public:
    /// Throws StartupError where a pattern is none.
    explicit Redactor(const RedactOptions& options = {});
    ~Redactor();

    /// For one exchange: what is a secret in one place of its messages, was supplied to a leg, or
    /// is of secrets_of_answer, is one wherever else it stands in them, when it is distinctive; in
    /// the spelling of a URL, of HTML and of JSON, too.
    Redactor aware_of(const http::Exchange& exchange) const;

    /// `route` may say which parts of the path have the name of a secret: "GET /reset/{token}".
    Redacted target(std::string_view target, std::string_view route = {}) const;
    /// A part of a path that no route may show: by its form, or minted and behind a secret name.
    bool is_secret_segment(std::string_view before, std::string_view segment) const;
    /// The fields as lines "Name: value\r\n". Cookie and Set-Cookie keep names and attributes.
    Redacted fields(const http::Fields& fields) const;
    /// A decoded body. JSON is redacted by member name and by form and stays JSON; forms by field
    /// name; other text, and JSON that does not parse, by form and by the names before values;
    /// multipart part by part, each as its own type says, and a form's files that are no text as a
    /// whole. Nothing when the bytes cannot be looked through: no UTF-8 text, a media type that is
    /// not text, or parts that two readers could see differently.
    std::optional<Redacted> body(ByteView decoded, std::string_view media_type) const;
    /// A message's body: its octets as sent where nothing in them is a secret. Nothing where
    /// body() gives nothing, or the body is not whole or does not decode.
    std::optional<RedactedBody> message_body(const http::Fields& headers,
                                             const http::Body& body) const;
    /// A value that stood at `path` (as diff names it): decided by the path's names, then by form.
    /// JSON text stays JSON text where it is whole. A cookie's attributes stay readable.
    Redacted value(std::string_view path, std::string_view value) const;
    /// A value of which nothing may be kept, as a credential; nothing stays nothing.
    Redacted withheld(std::string_view value) const;
    /// The path of a difference.
    Redacted place(std::string_view path) const;
    /// Free text (an error detail): by form and by the names before values.
    Redacted text(std::string_view text) const;

private:
    struct Rules;
    explicit Redactor(std::unique_ptr<Rules> rules);
    std::unique_ptr<Rules> rules_;
};

}  // namespace shadowdiff::redact
