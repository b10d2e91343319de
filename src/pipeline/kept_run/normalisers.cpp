// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/normalisers.hpp"

#include "base/overload.hpp"
#include "normalise/normalise.hpp"
#include "pipeline/kept_run/restored.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <variant>

namespace shadowdiff::pipeline {
namespace {

using normalise::Document;

std::string body_form(const Document& document) {
    auto form = std::visit(
        Overload{[](const normalise::NoBody&) -> std::string { return "none"; },
                 [](const json::Document&) { return std::string{name(normalise::Format::json)}; },
                 [](const normalise::Structured& body) { return std::string{name(body.format)}; },
                 [](const normalise::Opaque& body) {
                     return body.note.empty() ? "by bytes or lines" : "by bytes: " + body.note;
                 },
                 [](const normalise::Undecodable& body) { return "as sent: " + body.why; },
                 [](const normalise::Digested&) -> std::string { return "by digest"; }},
        document.content);
    if (!document.charset.empty() && document.charset != "utf-8") {
        form += ", from " + document.charset;
    }
    if (document.has_mark) form += ", without its byte order mark";
    if (!document.guard.empty()) form += ", without what stands around it";
    return form;
}

void add_names(std::set<std::string>& names, const normalise::NamedValues& fields) {
    for (const auto& field : fields) names.insert(field.name);
}

std::string sentence(std::string_view beginning, const std::set<std::string>& names) {
    return fmt::format("{}: {}.", beginning, fmt::join(names, ", "));
}

}  // namespace

std::vector<std::string> normalisers_of(const store::ExchangeRow& row) {
    const auto exchange = restored(row);
    if (!exchange)
        return {fmt::format("How the answers were read cannot be told: {}.", exchange.error())};
    std::vector<std::string> notes;
    std::set<std::string> per_message, server;
    std::string forms;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate}) {
        const auto* answer = http::find_answer(*exchange, leg);
        const auto* response = answer ? answer->response() : nullptr;
        if (!response) continue;
        const auto document = normalise::to_document(*response);
        forms += fmt::format("{}{} {}", forms.empty() ? "" : "; ", name(leg), body_form(document));
        add_names(per_message, document.per_message_fields);
        add_names(server, document.server_fields);
    }
    if (!forms.empty()) notes.push_back("The bodies were read: " + forms + ".");
    if (!per_message.empty()) {
        notes.push_back(
            sentence("New in every message, so compared by presence and shape", per_message));
    }
    if (!server.empty()) {
        notes.push_back(
            sentence("Names of the software, which count where a version comes to light", server));
    }
    return notes;
}

}  // namespace shadowdiff::pipeline
