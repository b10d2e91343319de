// SPDX-License-Identifier: Apache-2.0
// A kept request as a curl command: its own target, fields and body, credentials as variables.
#include "http/message.hpp"
#include "reports/header_lines.hpp"
#include "reports/render.hpp"
#include "reports/secret_names.hpp"
#include "reports/shell_word.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {
namespace {

// RFC 9110, section 7.6.1, and what curl says itself about the body it sends.
constexpr std::array<std::string_view, 10> left_out = {
    "connection",        "keep-alive", "proxy-connection", "te",     "trailer",
    "transfer-encoding", "upgrade",    "content-length",   "expect", "proxy-authorization"};

// RFC 9110, section 5.6.2. Anything else curl could read as an option of its own: "@" names a file.
bool is_token(std::string_view name) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.contains(c);
    });
}

bool fits_one_word(std::string_view text) {
    return text.find_first_of(std::string_view{"\0\r\n", 3}) == std::string_view::npos;
}

// A command under way: comments in front, then one option a line.
class Command {
public:
    explicit Command(const store::ExchangeRow& exchange)
        : exchange_{exchange}, fields_{parse_header_lines(exchange.request_headers.text())} {}

    std::string render(std::string_view base_url) {
        if (!is_token(exchange_.method) || !fits_one_word(exchange_.target.text()) ||
            !fits_one_word(base_url)) {
            return "# curl cannot send this request: its method or target holds bytes that no "
                   "command can carry.\n";
        }
        add_method();
        add_url(base_url);
        for (const http::Field& field : fields_) add_field(field);
        silence_defaults();
        const std::string producer = add_body();
        return comments() + producer + command_ + "\n";
    }

private:
    void add(std::string_view option, const std::string& word) {
        command_ += " \\\n  ";
        command_ += option;
        if (!word.empty()) command_ += " " + word;
    }

    void add_method() {
        if (exchange_.method == "HEAD" && exchange_.request_body.text().empty()) {
            add("--head", "");
        } else if (exchange_.method != "GET" || !exchange_.request_body.text().empty()) {
            add("--request", shell_word(exchange_.method));
        }
    }

    void add_url(std::string_view base_url) {
        while (base_url.ends_with('/')) base_url.remove_suffix(1);
        std::string_view target = exchange_.target.text();
        std::vector<ShellPiece> url{{std::string{base_url}}};
        if (target == "*") {
            add("--request-target", shell_word("*"));
            target = "/";
        } else if (const std::size_t scheme = target.find("://");
                   !target.starts_with('/') && scheme != std::string_view::npos) {
            target.remove_prefix(std::min(target.find('/', scheme + 3), target.size()));
        }
        if (!target.starts_with('/')) url.front().text += '/';
        for (ShellPiece& piece : secrets_.split(target, "TARGET")) url.push_back(std::move(piece));
        add("--url", shell_word(url));
    }

    void add_field(const http::Field& field) {
        const bool is_framing = std::ranges::any_of(
            left_out, [&](std::string_view name) { return http::same_name(name, field.name); });
        if (is_framing) return;
        if (!is_token(field.name) || !fits_one_word(field.value)) {
            ++unsendable_;
            return;
        }
        if (field.value.empty()) {
            // curl's spelling of an empty value
            add("--header", shell_word(std::string{field.name} + ";"));
            return;
        }
        std::vector<ShellPiece> word{{std::string{field.name} + ": "}};
        for (ShellPiece& piece : secrets_.split(field.value, field.name)) {
            word.push_back(std::move(piece));
        }
        add("--header", shell_word(word));
    }

    // Fields that curl adds on its own account are taken back where the request had none.
    void silence_defaults() {
        const bool has_body = !exchange_.request_body.text().empty();
        for (const std::string_view name : {"Accept", "User-Agent", "Content-Type"}) {
            if (name == "Content-Type" && !has_body) continue;
            if (http::find(fields_, name) == nullptr) {
                add("--header", shell_word(std::string{name} + ":"));
            }
        }
    }

    // What no word can carry goes through a pipe, which is returned; else "".
    std::string add_body() {
        const std::string& body = exchange_.request_body.text();
        if (body.empty()) return "";
        const std::vector<ShellPiece> pieces = secrets_.split(body, "BODY");
        if (is_plain(body) && !body.starts_with('@')) {
            add("--data-binary", shell_word(pieces));
            return "";
        }
        add("--data-binary", "@-");
        return printf_command(pieces) + " |\n";
    }

    // A request of HTTP/1.1 has a Host at least.
    bool is_outline() const { return fields_.empty() && !exchange_.request_body_kept; }

    bool lacks_body() const {
        if (exchange_.request_body_kept) return false;
        const auto length = http::value_of(fields_, "Content-Length");
        return (length && *length != "0") || http::find(fields_, "Transfer-Encoding") != nullptr;
    }

    std::string comments() const {
        std::string text;
        for (const std::string& name : secrets_.names()) {
            text += text.empty() ? "# Redacted: first set " : ", ";
            text += name;
        }
        if (!text.empty()) text += "\n";
        if (is_outline()) {
            text +=
                "# Only the outline of this request was kept: its headers and body are missing.\n";
        }
        if (lacks_body()) text += "# The request's body was not kept: this asks without it.\n";
        if (unsendable_ > 0) {
            text += "# Left out: " + std::to_string(unsendable_) +
                    " header line(s) with bytes that curl cannot send.\n";
        }
        return text;
    }

    const store::ExchangeRow& exchange_;
    http::Fields fields_;
    SecretNames secrets_;
    std::string command_ = "curl --silent --show-error --include --globoff --path-as-is";
    std::size_t unsendable_ = 0;
};

}  // namespace

std::string legacy_url(const store::RunRow& run) {
    const auto known = run.facts.find("legacy_url");
    return known == run.facts.end() ? run.legacy : known->second;
}

std::string render_curl(const store::ExchangeRow& exchange, std::string_view base_url) {
    return Command{exchange}.render(base_url);
}

}  // namespace shadowdiff::reports
