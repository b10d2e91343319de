// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/minted.hpp"

#include "base/ascii.hpp"
#include "normalise/id_parts.hpp"
#include "normalise/shape.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace shadowdiff::diff {

namespace {

constexpr std::size_t looked_for_max = 64;  // ids of one answer: each is looked for in all texts
constexpr std::size_t text_bytes_max = 1 << 20;  // of a body that is looked through

/// Everything that a message says, as texts in lower case to look for an id in. Nothing where some
/// of it cannot be read.
using Texts = std::optional<std::vector<std::string>>;

// Of a message or of a document.
void add_fields(std::vector<std::string>& texts, const auto& fields) {
    for (const auto& field : fields) texts.push_back(ascii::lower_case(field.value));
}

Texts texts_of(const http::Request& request) {
    const bool is_coded = !http::list_members(request.headers, "content-encoding").empty();
    if (request.body.length > text_bytes_max) return std::nullopt;
    if (!request.body.is_whole() || (is_coded && request.body.length > 0)) return std::nullopt;
    std::vector<std::string> texts{ascii::lower_case(request.target)};
    add_fields(texts, request.headers);
    texts.push_back(ascii::lower_case(request.body.bytes));
    return texts;
}

Texts texts_of(const normalise::Document& document) {
    std::vector<std::string> texts;
    add_fields(texts, document.fields);
    add_fields(texts, document.per_message_fields);
    for (const auto& cookie : document.cookies) texts.push_back(ascii::lower_case(cookie.value));
    if (const auto* json = std::get_if<json::Document>(&document.content)) {
        if (json->source(0).size() > text_bytes_max) return std::nullopt;
        texts.push_back(ascii::lower_case(json->source(0)));
        return texts;
    }
    if (!std::holds_alternative<normalise::NoBody>(document.content)) return std::nullopt;
    return texts;
}

bool is_in(const std::string& id, const std::vector<std::string>& texts) {
    const auto looked_for = ascii::lower_case(id);
    return std::ranges::any_of(texts,
                               [&](const std::string& text) { return text.contains(looked_for); });
}

/// Whether a service that did not know them can have made these.
class Freshness {
public:
    Freshness(const std::vector<std::string>& request, const std::vector<std::string>& legacy,
              const std::vector<std::string>& candidate)
        : request_{request}, legacy_{legacy}, candidate_{candidate} {}

    bool is_fresh(const MintedPair& pair) {
        const auto known = known_.find(pair);
        if (known != known_.end()) return known->second;
        if (known_.size() >= looked_for_max) return false;
        const auto& [of_legacy, of_candidate] = pair;
        const bool is_fresh = !is_in(of_legacy, request_) && !is_in(of_candidate, request_) &&
                              !is_in(of_legacy, candidate_) && !is_in(of_candidate, legacy_);
        known_.emplace(pair, is_fresh);
        return is_fresh;
    }

private:
    const std::vector<std::string>& request_;
    const std::vector<std::string>& legacy_;
    const std::vector<std::string>& candidate_;
    std::map<MintedPair, bool> known_;
};

bool is_success(std::uint16_t status) { return status >= 200 && status < 300; }

/// The text around parts that differ.
std::string without(std::string_view text, const std::vector<std::string_view>& parts) {
    std::string rest;
    const auto* at = text.data();
    for (const auto part : parts) {
        rest.append(at, part.data()).push_back('\0');
        at = part.data() + part.size();
    }
    return rest.append(at, text.data() + text.size());
}

}  // namespace

std::optional<std::vector<MintedPair>> minted_pairs(const Difference& difference) {
    if (difference.kind != Kind::changed || difference.basis != Basis::values) return std::nullopt;
    const auto is_cut = [](std::string_view text) { return text.ends_with("…"); };
    if (is_cut(difference.legacy) || is_cut(difference.candidate)) return std::nullopt;
    auto ours = normalise::id_parts(difference.legacy);
    auto theirs = normalise::id_parts(difference.candidate);
    if (ours.size() != theirs.size()) return std::nullopt;
    std::vector<MintedPair> pairs;
    std::size_t differing = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (ours[i] == theirs[i]) continue;
        if (!normalise::is_random_id(ours[i]) || !normalise::is_random_id(theirs[i]) ||
            !normalise::same_shape(ours[i], theirs[i])) {
            return std::nullopt;
        }
        pairs.emplace_back(ours[i], theirs[i]);
        ours[differing] = ours[i];
        theirs[differing++] = theirs[i];
    }
    ours.resize(differing);
    theirs.resize(differing);
    const bool is_all = without(difference.legacy, ours) == without(difference.candidate, theirs);
    if (pairs.empty() || !is_all) return std::nullopt;
    return pairs;
}

void mark_minted(Differences& differences, const http::Request& request,
                 const normalise::Document& legacy, const normalise::Document& candidate) {
    if (!is_success(legacy.status) || !is_success(candidate.status)) return;
    std::vector<std::pair<Difference*, std::vector<MintedPair>>> found;
    for (auto& difference : differences.list) {
        if (auto pairs = minted_pairs(difference))
            found.emplace_back(&difference, *std::move(pairs));
    }
    if (found.empty()) return;
    const auto in_request = texts_of(request);
    const auto in_legacy = texts_of(legacy);
    const auto in_candidate = texts_of(candidate);
    if (!in_request || !in_legacy || !in_candidate) return;
    Freshness freshness{*in_request, *in_legacy, *in_candidate};
    for (auto& [difference, pairs] : found) {
        difference->is_minted = std::ranges::all_of(
            pairs, [&](const MintedPair& pair) { return freshness.is_fresh(pair); });
    }
}

}  // namespace shadowdiff::diff
