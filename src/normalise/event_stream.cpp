// SPDX-License-Identifier: Apache-2.0
// Server-sent events, as HTML (section 9.2.6) reads them.
#include "normalise/json_text.hpp"
#include "normalise/text_lines.hpp"
#include "normalise/tree_forms.hpp"

#include <optional>

namespace shadowdiff::normalise {
namespace {

struct Event {
    std::string name;
    std::optional<std::string> data;
    std::optional<std::string> id;
    std::optional<std::string> retry;
};

void add_field(Event& event, std::string_view line) {
    const auto colon = line.find(':');
    const auto field = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "event") event.name = value;
    if (field == "id") event.id = value;
    if (field == "retry") event.retry = value;
    if (field != "data") return;
    if (event.data) {
        event.data->append("\n").append(value);
    } else {
        event.data = value;
    }
}

void write(JsonText& list, const Event& event) {
    list.open_object();
    list.member("event", event.name.empty() ? "message" : event.name);
    if (event.id) list.member("id", *event.id);
    if (event.retry) list.member("retry", *event.retry);
    if (event.data) list.member("data", *event.data);
    list.close_object();
}

}  // namespace

Rendered render_event_stream(std::string_view text) {
    JsonText list;
    list.open_array();
    Event event;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (line.starts_with(':')) continue;
        if (!line.empty()) {
            add_field(event, line);
            continue;
        }
        const bool says_something = event.data || event.retry || event.id;
        if (says_something) write(list, event);
        event = {};
    }
    list.close_array();
    return list.take();
}

}  // namespace shadowdiff::normalise
