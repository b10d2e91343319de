// SPDX-License-Identifier: Apache-2.0
#include "reports/page_example.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "reports/exchange_view.hpp"
#include "reports/render.hpp"

#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

int number_of(TextLine::Mark mark) {
    switch (mark) {
        case TextLine::Mark::none: return 0;
        case TextLine::Mark::changed: return 1;
        case TextLine::Mark::left_out: return 2;
    }
    return 0;
}

Json lines_json(const std::vector<TextLine>& lines) {
    Json json = Json::array();
    for (const TextLine& line : lines) {
        json.push_back(Json::array({number_of(line.mark), printable(line.text)}));
    }
    return json;
}

Json answer_json(const AnswerView& answer) {
    Json json;
    json["outcome"] = answer.outcome;
    json["facts"] = answer.facts;
    json["is_changed"] = answer.is_changed;
    json["headers"] = lines_json(answer.headers);
    json["body"] = lines_json(answer.body);
    json["note"] = answer.body_note;
    return json;
}

// A command that is cut would be another command, so that one too long is not there at all.
Json commands_json(const store::ExchangeRow& exchange, const store::RunRow& run) {
    Json commands = Json::array();
    for (const auto& [leg, url] :
         {std::pair{"candidate", run.candidate}, std::pair{"legacy", legacy_url(run)}}) {
        if (!url.contains("://")) continue;  // nobody knows where it is
        auto command = render_curl(exchange, url);
        if (command.size() > ReportLimits{}.page_command_bytes_max) continue;
        Json json;
        json["leg"] = leg;
        json["command"] = std::move(command);
        commands.push_back(std::move(json));
    }
    return commands;
}

}  // namespace

Json page_example(const store::ExchangeRow& exchange, const store::RunRow& run) {
    const ExchangeView view = make_view(exchange, run);
    Json json;
    json["id"] = printable(exchange.id);
    json["why"] = printable(exchange.why);
    json["request"] = view.request_line;
    json["request_headers"] = lines_json(view.request_headers);
    json["request_body"] = lines_json(view.request_body);
    json["legacy"] = answer_json(view.legacy);
    json["candidate"] = answer_json(view.candidate);
    json["further"] = view.further;
    json["commands"] = commands_json(exchange, run);
    return json;
}

}  // namespace shadowdiff::reports
