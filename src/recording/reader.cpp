// SPDX-License-Identifier: Apache-2.0
#include "recording/reader.hpp"

#include "base/ascii.hpp"
#include "recording/times.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::recording {
namespace {

constexpr std::array<std::pair<std::string_view, Format>, 6> names{{
    {"shadowdiff", Format::own},
    {"gor", Format::gor},
    {"har", Format::har},
    {"jsonl", Format::json_lines},
    {"access-log", Format::access_log},
    {"urls", Format::urls},
}};

std::variant<OwnReader, GorReader, HarReader, LineReader> make(Format format,
                                                               const ReaderOptions& options) {
    const auto& limits = options.limits;
    switch (format) {
        case Format::own: return OwnReader{options};
        case Format::gor: return GorReader{options};
        case Format::har: return HarReader{options};
        case Format::json_lines:
            return LineReader{options, limits.record_bytes_max, parse_json_line};
        case Format::access_log: return LineReader{options, limits.line_bytes_max, parse_log_line};
        case Format::urls: return LineReader{options, limits.line_bytes_max, parse_url_line};
    }
    std::unreachable();
}

// "1 id time" or "2 id time latency", and a message behind it.
bool is_gor(std::string_view line) {
    return line.size() > 2 && (line.front() == '1' || line.front() == '2') && line[1] == ' ' &&
           std::ranges::count(line, ' ') >= 2 && !line.contains('"') && !line.contains('[');
}

// Lines for people, in front of what is read.
ByteView without_comments(ByteView text) {
    text = ascii::trimmed(text);
    while (text.starts_with('#')) {
        text = ascii::trimmed(text.substr(std::min(text.find('\n'), text.size())));
    }
    return text;
}

// One object over many lines, or one of which a member near the front says that it is a log.
bool is_archive(ByteView text) {
    constexpr std::string_view member = "\"log\"";
    const auto found = text.find(member);
    if (found == ByteView::npos) return false;
    const auto behind = ascii::trimmed(text.substr(found + member.size()));
    return behind.starts_with(':') && ascii::trimmed(behind.substr(1)).starts_with('{');
}

void leave_told_times(http::Exchange& exchange) {
    exchange.seen_at = told_time(exchange.seen_at);
    for (auto& answer : exchange.answers) {
        answer.timing.request_at = told_time(answer.timing.request_at);
    }
}

}  // namespace

std::string_view name(Format format) {
    return std::ranges::find(names, format, &decltype(names)::value_type::second)->first;
}

std::optional<Format> format_from_name(std::string_view text) {
    const auto* found = std::ranges::find(names, text, &decltype(names)::value_type::first);
    if (found == names.end()) return std::nullopt;
    return found->second;
}

bool has_answers(Format format) { return format != Format::access_log && format != Format::urls; }

ByteView without_mark(ByteView beginning) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return beginning.substr(beginning.starts_with(mark) ? mark.size() : 0);
}

std::optional<Format> detect(ByteView beginning) {
    if (beginning.starts_with(recording_magic)) return Format::own;
    const auto text = without_comments(without_mark(beginning));
    const auto line = text.substr(0, text.find('\n'));
    if (text.starts_with('{')) return is_archive(text) ? Format::har : Format::json_lines;
    if (is_gor(line)) return Format::gor;
    if (line.contains("] \"")) return Format::access_log;
    if (line.starts_with('/') || line.contains("://")) return Format::urls;
    return std::nullopt;
}

Reader::Reader(Format format, const ReaderOptions& options) : reader_{make(format, options)} {}

void Reader::feed(ByteView bytes) {
    std::visit([&](auto& reader) { reader.input().feed(bytes); }, reader_);
}

void Reader::end() {
    std::visit([](auto& reader) { reader.input().end(); }, reader_);
}

std::optional<Recorded> Reader::next() {
    auto recorded = std::visit([](auto& reader) { return reader.next(); }, reader_);
    if (!recorded) return recorded;
    if (auto* exchange = std::get_if<http::Exchange>(&*recorded)) leave_told_times(*exchange);
    return recorded;
}

}  // namespace shadowdiff::recording
