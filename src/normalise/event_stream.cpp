// SPDX-License-Identifier: Apache-2.0
// Server-sent events, as HTML (section 9.2.6) reads them.
#include "normalise/json_text.hpp"
#include "normalise/tree_forms.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace shadowdiff::normalise {
namespace {

struct Event {
    std::string name;
    std::optional<std::string> data;
    std::optional<std::string> id;
    std::optional<std::string> retry;
};

/// The next line without its end (CRLF, LF or a CR alone), which is taken off.
std::string_view take_event_line(std::string_view& rest) {
    const auto end = std::min(rest.find_first_of("\r\n"), rest.size());
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end);
    rest.remove_prefix(rest.starts_with("\r\n") ? 2 : std::min<std::size_t>(rest.size(), 1));
    return line;
}

bool says_something(const Event& event) { return event.data || event.retry || event.id; }

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

enum class End : std::uint8_t { empty_line, body };

void write(JsonText& list, const Event& event, End end) {
    if (!says_something(event)) return;
    list.open_object();
    list.member("event", event.name.empty() ? "message" : event.name);
    if (event.id) list.member("id", *event.id);
    if (event.retry) list.member("retry", *event.retry);
    if (event.data) list.member("data", *event.data);
    if (end == End::body) {
        list.key("unfinished");
        list.value("true");
    }
    list.close_object();
}

}  // namespace

Rendered render_event_stream(std::string_view text) {
    JsonText list;
    list.open_array();
    Event event;
    while (!text.empty()) {
        const auto line = take_event_line(text);
        if (line.starts_with(':')) continue;
        if (!line.empty()) {
            add_field(event, line);
            continue;
        }
        write(list, event, End::empty_line);
        event = {};
    }
    write(list, event, End::body);
    list.close_array();
    return list.take();
}

}  // namespace shadowdiff::normalise
