// SPDX-License-Identifier: Apache-2.0
// What a redactor knows, and how it replaces each kind of place. For its own folder.
#pragma once

#include "redact/find.hpp"
#include "redact/json_body.hpp"
#include "redact/known.hpp"
#include "redact/redactor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::redact {

/// A body that was looked through, and what became of it by the rules of then.
struct HeardBody {
    std::string decoded;
    std::string media_type;
    std::optional<std::string> redacted;
};

struct HeardFields {
    http::Fields fields;
    std::string lines;
};

/// What of an exchange was looked through already. No more than it has itself.
struct Heard {
    std::vector<HeardBody> bodies = {};
    std::vector<HeardFields> fields = {};
};

struct Redactor::Rules {
    Known known;
    Digester digester;
    SecretsOfAnswer secrets_of_answer = {};
    Heard heard = {};  // by these rules

    std::string text(std::string_view text, Separators separators = Separators::all) const;
    bool is_secret_segment(std::string_view before, std::string_view segment) const;
    std::string path(std::string_view path, std::string_view route) const;
    std::string segments(std::string_view path, std::string_view route) const;
    std::string header(std::string_view name, std::string_view value) const;
    std::string reference(std::string_view url) const;
    std::string header_name(std::string_view name) const;
    std::string secret(std::string_view value) const;
    std::string json_value(std::string_view value, JsonScope scope) const;
    std::string excerpt(std::string_view value) const;
    std::string fields(const http::Fields& fields) const;
    const HeardBody* find_heard(std::string_view decoded, std::string_view media_type) const;
    const HeardFields* find_heard(const http::Fields& fields) const;
    void hear_body(Bytes decoded, std::string_view media_type);
    void hear_fields(const http::Fields& all);
    /// As Redactor::body.
    std::optional<std::string> body(std::string_view decoded, std::string_view media_type) const;

private:
    void tell_parts(std::string_view authorization) const;
    std::optional<std::string> multipart(std::string_view whole, std::string_view media_type) const;
    std::string part_head(std::string_view head) const;
    std::optional<std::string> part_content(std::string_view head, std::string_view content,
                                            bool is_form) const;
};

}  // namespace shadowdiff::redact
