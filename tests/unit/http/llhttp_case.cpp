// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/http/llhttp_case.hpp"

#include "tests/support/cuts.hpp"
#include "tests/unit/http/events.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <utility>

namespace shadowdiff::test {
namespace {

using http::Parser;

constexpr std::string_view pause_at_tunnel = "Pause on CONNECT/Upgrade";

Bytes from_base64(const std::string& text) {
    std::vector<unsigned char> bytes(text.size() / 4 * 3 + 1);
    const auto* input = reinterpret_cast<const unsigned char*>(text.data());
    auto size = EVP_DecodeBlock(bytes.data(), input, static_cast<int>(text.size()));
    REQUIRE(size >= 0);
    for (auto end = text.rbegin(); end != text.rend() && *end == '='; ++end) --size;
    return {bytes.begin(), bytes.begin() + size};
}

// A piece of the input that llhttp gave a meaning to: off=4 len=4 span[url]="/url"
struct Span {
    std::size_t offset = 0;
    std::string kind;
    std::string text;
};

std::size_t number_behind(std::string_view line, std::string_view word) {
    std::size_t number = 0;
    const auto at = line.find(word);
    REQUIRE(at != line.npos);
    std::from_chars(line.data() + at + word.size(), line.data() + line.size(), number);
    return number;
}

std::string unescaped(std::string text) {
    for (const auto& [escape, plain] : {std::pair{"\\f", "\f"}, std::pair{"\\t", "\t"}}) {
        for (auto at = text.find(escape); at != text.npos; at = text.find(escape)) {
            text.replace(at, 2, plain);
        }
    }
    return text;
}

std::optional<Span> span_in(const std::string& line) {
    const auto begin = line.find("span[");
    if (begin == line.npos) return std::nullopt;
    const auto kind_end = line.find(']', begin);
    Span span{number_behind(line, "off="), line.substr(begin + 5, kind_end - begin - 5), ""};
    const auto value = line.substr(kind_end + 2);
    if (value == "cr") {
        span.text = "\r";
    } else if (value == "lf") {
        span.text = "\n";
    } else {
        span.text = unescaped(value.substr(1, value.size() - 2));
    }
    return span;
}

std::string without_white_space_behind(std::string text) {
    text.erase(text.find_last_not_of(" \t") + 1);
    return text;
}

// Gathers spans until the log says what they were parts of.
class Reading {
public:
    void add(const Span& span) {
        if (span.kind == "header_field" && has_value_) end_field();
        parts_[span.kind] += span.text;
        has_value_ = has_value_ || span.kind == "header_value";
        if (span.kind == "body") body_ += span.text;
    }
    void add(const std::string& line) {
        if (line.find("headers complete") != line.npos) return end_head(line);
        if (line.find("message begin") != line.npos) parts_.clear();
        if (line.find("header_value complete") != line.npos) end_field();
        if (line.find("message complete") != line.npos) end_message();
        const bool refuses = line.find("error code=") != line.npos;
        if (refuses && line.find(pause_at_tunnel) == line.npos) is_refused_ = true;
    }
    std::string text() && {
        flush_body();
        return std::move(text_) + (is_refused_ ? "refused\n" : "");
    }

private:
    void end_field() {
        fields_ += fmt::format("| {}: {}\n", parts_["header_field"],
                               without_white_space_behind(parts_["header_value"]));
        parts_["header_field"].clear();
        parts_["header_value"].clear();
        has_value_ = false;
    }
    void end_head(const std::string& line) {
        if (has_value_) end_field();
        const auto status = line.find(" status=");
        text_ += status == line.npos
                     ? fmt::format("request {} {} {}\n", parts_["method"], parts_["url"],
                                   parts_["version"])
                     : fmt::format("response {} {} {}\n", line.substr(status + 8, 3),
                                   parts_["status"], parts_["version"]);
        text_ += std::exchange(fields_, {});
    }
    void end_message() {
        flush_body();
        text_ += "end\n" + std::exchange(fields_, {});
    }
    void flush_body() {
        if (!body_.empty()) text_ += fmt::format("body {}\n", body_);
        body_.clear();
    }

    std::map<std::string, std::string> parts_;
    bool has_value_ = false;
    bool is_refused_ = false;
    std::string fields_;
    std::string body_;
    std::string text_;
};

// llhttp's log says nothing of the framing, nor of interim responses, nor why we refuse.
std::string without_our_own_words(std::string_view events) {
    std::istringstream lines{std::string{events}};
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("request ") || line.starts_with("response ")) {
            line.resize(line.rfind(" 1.") + 4);
        }
        if (line.starts_with("malformed ")) line = "refused";
        text += line + "\n";
    }
    return text;
}

// What was refused in its midst: how much of it was told before does not matter.
std::string without_refused_message(std::string text) {
    if (!text.ends_with("refused\n")) return text;
    const auto begin = std::max(text.rfind("request ") + 1, text.rfind("response ") + 1);
    if (begin == 0 || text.find("\nend\n", begin) != text.npos) return text;
    return text.substr(0, begin - 1) + "refused\n";
}

}  // namespace

std::string LlhttpCase::said() const {
    std::istringstream lines{log};
    Reading reading;
    for (std::string line; std::getline(lines, line);) {
        if (const auto span = span_in(line)) {
            reading.add(*span);
        } else {
            reading.add(line);
        }
    }
    return without_refused_message(std::move(reading).text());
}

std::string LlhttpCase::read(http::Strictness strictness, std::size_t piece_size) const {
    const auto kind =
        type.starts_with("request") ? Parser::Kind::requests : Parser::Kind::responses;
    const auto pieces = pieces_of(bytes, piece_size);
    Parser parser{kind, strictness};
    const auto events = without_our_own_words(events_of(parser, pieces, false));
    if (!is_refused() || !events.empty()) return without_refused_message(events);
    // llhttp refuses at the first wrong byte, we at the end of the head that holds it.
    Parser again{kind, strictness};
    return without_our_own_words(events_of(again, pieces, true));
}

bool LlhttpCase::ends_in_tunnel() const { return log.find(pause_at_tunnel) != log.npos; }

bool LlhttpCase::is_refused() const {
    return log.find("error code=") != log.npos && !ends_in_tunnel();
}

bool LlhttpCase::is_sound() const {
    std::istringstream lines{log};
    for (std::string line; std::getline(lines, line);) {
        const auto span = span_in(line);
        if (!span || span->text.empty()) continue;
        if (span->offset > bytes.size()) return false;
        if (bytes.compare(span->offset, span->text.size(), span->text) != 0) return false;
    }
    return true;
}

std::vector<LlhttpCase> llhttp_cases(const std::filesystem::path& file) {
    std::ifstream rows{file};
    REQUIRE(rows);
    std::vector<LlhttpCase> cases;
    for (std::string row; std::getline(rows, row);) {
        const auto json = nlohmann::json::parse(row);
        auto place = json["file"].get<std::string>();
        place = place.substr(place.find('/') + 1);
        auto title = json["title"].get<std::string>();
        std::erase(title, '`');
        const auto last = title.rfind(" / ");
        cases.push_back({place.substr(0, place.size() - 3) + ": " +
                             title.substr(last == title.npos ? 0 : last + 3),
                         json["meta"]["type"], from_base64(json["raw_b64"]), json["log"]});
    }
    return cases;
}

std::string in_short(std::string_view reading) {
    std::istringstream lines{std::string{reading}};
    int begun = 0;
    int ended = 0;
    bool refused = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("request ") || line.starts_with("response ")) ++begun;
        if (line == "end") ++ended;
        refused = line == "refused";
    }
    auto text = ended == 0   ? std::string{}
                : ended == 1 ? std::string{"1 message"}
                             : fmt::format("{} messages", ended);
    const auto add = [&](const char* what) {
        text += (text.empty() ? "" : ", ") + std::string{what};
    };
    if (begun > ended) add("1 unfinished");
    if (refused) add("refused");
    return text.empty() ? "nothing" : text;
}

}  // namespace shadowdiff::test
