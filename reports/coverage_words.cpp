// SPDX-License-Identifier: Apache-2.0
#include "reports/coverage_words.hpp"

#include "base/coverage.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace shadowdiff::reports {
namespace {

struct Words {
    Blind blind;
    std::string_view singular;
    std::string_view plural;
};

constexpr std::array blind_words = {
    Words{Blind::kernel_drops, "packet dropped by the kernel", "packets dropped by the kernel"},
    Words{Blind::interface_drops, "packet dropped by the interface",
          "packets dropped by the interface"},
    Words{Blind::snaplen_cuts, "packet cut short", "packets cut short"},
    Words{Blind::undecodable_frames, "undecodable frame", "undecodable frames"},
    Words{Blind::unknown_link_frames, "frame of an unknown link layer",
          "frames of unknown link layers"},
    Words{Blind::not_tcp_frames, "frame of another protocol", "frames of other protocols"},
    Words{Blind::ip_fragments, "lost IP fragment", "lost IP fragments"},
    Words{Blind::bad_checksums, "packet with a wrong checksum", "packets with wrong checksums"},
    Words{Blind::gap_bytes, "byte missing from a stream", "bytes missing from streams"},
    Words{Blind::evicted_connections, "connection given up", "connections given up"},
    Words{Blind::shed_connections, "connection shed", "connections shed"},
    Words{Blind::one_sided_connections, "connection seen from one side only",
          "connections seen from one side only"},
    Words{Blind::worker_drops, "packet refused by a worker", "packets refused by workers"},
    Words{Blind::not_http_connections, "connection that is not HTTP",
          "connections that are not HTTP"},
    Words{Blind::tls_connections, "encrypted connection", "encrypted connections"},
    Words{Blind::http2_connections, "HTTP/2 connection", "HTTP/2 connections"},
    Words{Blind::http09_connections, "HTTP/0.9 connection", "HTTP/0.9 connections"},
    Words{Blind::proxied_connections, "connection behind a PROXY header",
          "connections behind PROXY headers"},
    Words{Blind::upgraded_connections, "upgraded connection", "upgraded connections"},
    Words{Blind::unparsable_bytes, "byte that is no HTTP/1", "bytes that are no HTTP/1"},
    Words{Blind::answers_without_request, "answer without its request",
          "answers without their request"},
    Words{Blind::unreadable_records, "record that could not be read",
          "records that could not be read"},
    Words{Blind::refused_requests, "request refused for its head",
          "requests refused for their heads"},
    Words{Blind::unfinished_requests, "request that broke off in its head",
          "requests that broke off in their heads"},
    Words{Blind::withheld_fields, "answer field withheld from a client",
          "answer fields withheld from clients"},
};

}  // namespace

std::string coverage_words(const store::CoverageRow& row) {
    const auto found = std::ranges::find(blind_words, std::string_view{row.reason},
                                         [](const Words& entry) { return name(entry.blind); });
    if (found == blind_words.end())
        return fmt::format("{} {}", grouped(row.n), as_words(row.reason));
    return counted(row.n, found->singular, found->plural);
}

bool is_loss(const store::CoverageRow& row) {
    constexpr std::array set_aside = {Blind::not_tcp_frames, Blind::not_http_connections,
                                      Blind::bad_checksums, Blind::proxied_connections,
                                      Blind::withheld_fields};
    return std::ranges::none_of(set_aside, [&](Blind blind) { return row.reason == name(blind); });
}

std::string coverage_sentence(const std::vector<store::CoverageRow>& coverage) {
    std::string losses;
    std::string set_aside;
    for (const store::CoverageRow& row : coverage) {
        std::string& list = is_loss(row) ? losses : set_aside;
        if (!list.empty()) list += ", ";
        list += coverage_words(row);
    }
    std::string sentence = losses.empty() ? "no loss is known" : "not seen: " + losses;
    if (!set_aside.empty()) sentence += "; set aside: " + set_aside;
    return sentence;
}

}  // namespace shadowdiff::reports
