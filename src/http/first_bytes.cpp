// SPDX-License-Identifier: Apache-2.0
#include "http/first_bytes.hpp"

#include "http/start_line.hpp"
#include "http/syntax.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::http {
namespace {

constexpr ByteView http2_preface = "PRI * HTTP/2.0\r\n";  // RFC 9113, section 3.4
constexpr ByteView status_line_start = "HTTP/1.";
constexpr std::size_t method_bytes_max = 64;
constexpr std::size_t client_hello_bytes = 6;

// A record of type handshake whose first message is ClientHello (RFC 8446, sections 4 and 5.1).
FirstBytes recognise_tls(ByteView bytes) {
    const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    if (bytes.size() > 1 && octet(1) != 3) return FirstBytes::other;
    if (bytes.size() > 2 && octet(2) > 4) return FirstBytes::other;
    if (bytes.size() < client_hello_bytes) return FirstBytes::undecided;
    return octet(5) == 1 ? FirstBytes::tls : FirstBytes::other;
}

// None is the end of another, so that a word that was cut is not taken for one.
constexpr std::array<ByteView, 19> guessed_methods{
    "GET",    "HEAD",    "POST",     "PUT",       "DELETE", "OPTIONS", "PATCH",
    "TRACE",  "CONNECT", "PROPFIND", "PROPPATCH", "MKCOL",  "COPY",    "MOVE",
    "SEARCH", "PURGE",   "QUERY",    "REPORT",    "MERGE"};

bool may_be_method(ByteView word, bool is_whole, Place place) {
    if (place == Place::known) return std::ranges::all_of(word, is_token_char);
    return std::ranges::any_of(guessed_methods, [&](ByteView method) {
        return is_whole ? method == word : method.starts_with(word);
    });
}

// False when these bytes cannot become a request line, however they go on.
bool may_be_request_line(ByteView line, Place place) {
    const auto method = line.substr(0, line.find_first_of(" \t"));
    const bool is_whole = method.size() < line.size();
    if (method.size() > method_bytes_max || !may_be_method(method, is_whole, place)) return false;
    return !is_whole || (!method.empty() && line.find('\0') == ByteView::npos);
}

bool begins_like_status_line(ByteView line) {
    const auto prefix = line.substr(0, status_line_start.size());
    return same_name(prefix, status_line_start.substr(0, prefix.size()));
}

FirstBytes recognise_line(ByteView bytes, Place place, std::size_t line_bytes_max) {
    auto rest = bytes;
    const auto line = take_line(rest).text;
    const bool is_whole = bytes.find('\n') != ByteView::npos;
    const bool may_be_status = begins_like_status_line(line);
    if (!is_whole) {
        const bool may_become = may_be_status || may_be_request_line(line, place);
        return may_become && bytes.size() <= line_bytes_max ? FirstBytes::undecided
                                                            : FirstBytes::other;
    }
    if (may_be_status && parse_status_line(line, Strictness::lenient)) return FirstBytes::response;
    if (may_be_request_line(line, place) && parse_request_line(line, Strictness::lenient)) {
        return FirstBytes::request;
    }
    // A request of HTTP/0.9 is its line: what has more behind it is something else.
    const bool is_alone = without_empty_lines(rest).empty();
    if (place == Place::known && is_alone && parse_http09_line(line)) return FirstBytes::http09;
    return FirstBytes::other;
}

}  // namespace

ByteView without_empty_lines(ByteView bytes) {
    bytes.remove_prefix(std::min(bytes.find_first_not_of("\r\n"), bytes.size()));
    return bytes;
}

FirstBytes recognise(ByteView bytes, Place place, std::size_t line_bytes_max) {
    bytes = without_empty_lines(bytes);
    if (bytes.empty()) return FirstBytes::undecided;
    if (bytes.starts_with(http2_preface)) return FirstBytes::http2;
    if (http2_preface.starts_with(bytes)) return FirstBytes::undecided;
    if (bytes.front() == '\x16') return recognise_tls(bytes);
    return recognise_line(bytes, place, line_bytes_max);
}

bool may_begin_response(ByteView bytes) {
    return begins_like_status_line(without_empty_lines(bytes));
}

FirstBytes StartFinder::offer(ByteView segment, Place place) {
    if (held_.empty()) segment = without_empty_lines(segment);
    if (is_inside_line(segment)) {
        held_.append(segment);
        return FirstBytes::undecided;
    }
    // A start at the beginning of this segment outranks one that would have begun earlier: what is
    // held may be any text, and any text makes a request line of the one behind it.
    auto kind = recognise(segment, place, line_bytes_max_);
    found_ = segment;
    const bool alone =
        held_.empty() ||
        (place == Place::guessed && (kind == FirstBytes::request || kind == FirstBytes::response));
    if (!alone) {
        held_.append(segment);
        kind = recognise(held_, place, line_bytes_max_);
        found_ = held_;
    }
    if (kind == FirstBytes::undecided && alone) held_ = segment;
    if (kind == FirstBytes::other) held_.clear();
    return kind;
}

// Only the end of the line can decide now: a long line that comes in small pieces is not to be read
// from its beginning each time.
bool StartFinder::is_inside_line(ByteView segment) const {
    return held_.size() > method_bytes_max && held_.size() + segment.size() <= line_bytes_max_ &&
           segment.find('\n') == ByteView::npos;
}

Bytes StartFinder::take_held() {
    found_ = {};
    return std::exchange(held_, {});
}

void StartFinder::clear() {
    held_.clear();
    found_ = {};
}

}  // namespace shadowdiff::http
