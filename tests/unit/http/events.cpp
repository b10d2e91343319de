// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/http/events.hpp"

#include "base/overload.hpp"

#include <fmt/format.h>

namespace shadowdiff::test {
namespace {

using namespace http;

std::string_view name(Framing framing) {
    switch (framing) {
        case Framing::none: return "none";
        case Framing::length: return "length";
        case Framing::chunked: return "chunked";
        case Framing::until_close: return "until_close";
    }
    return "";
}

std::string_view name(Version version) { return version == Version::http_1_0 ? "1.0" : "1.1"; }

class Log {
public:
    void add(const Event& event) {
        std::visit(Overload{
                       [](const NeedMore&) {},
                       [this](const RequestHead& head) {
                           line(fmt::format("request {} {} {} {}", head.request.method,
                                            head.request.target, name(head.request.version),
                                            name(head.framing)));
                           fields(head.request.headers);
                       },
                       [this](const ResponseHead& head) { add_head(head); },
                       [this](const BodyPiece& piece) { body_ += piece.bytes; },
                       [this](const MessageEnd& end) {
                           line("end");
                           fields(end.trailers);
                       },
                       [this](const Malformed& bad) { line("malformed " + std::string{bad.rule}); },
                   },
                   event);
    }

    std::string text() && {
        flush();
        return std::move(text_);
    }

private:
    void add_head(const ResponseHead& head) {
        line(fmt::format("response {} {} {} {}{}{}", head.response.status,
                         head.response.reason_phrase, name(head.response.version),
                         name(head.framing), head.is_interim ? " interim" : "",
                         head.switches_protocol ? " switches" : ""));
        fields(head.response.headers);
    }
    void line(std::string_view what) {
        flush();
        text_.append(what).append("\n");
    }
    void fields(const Fields& all) {
        for (const auto& field : all) text_ += fmt::format("| {}: {}\n", field.name, field.value);
    }
    void flush() {
        if (!body_.empty()) text_ += fmt::format("body {}\n", body_);
        body_.clear();
    }

    std::string text_;
    std::string body_;
};

}  // namespace

std::string events_of(Parser& parser, const std::vector<ByteView>& pieces, bool closed) {
    Log log;
    for (auto piece : pieces) {
        while (true) {
            const auto event = parser.next(piece);
            log.add(event);
            if (std::holds_alternative<Malformed>(event)) return std::move(log).text();
            if (std::holds_alternative<NeedMore>(event)) break;
        }
    }
    if (closed) log.add(parser.finish());
    return std::move(log).text();
}

}  // namespace shadowdiff::test
