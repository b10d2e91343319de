// SPDX-License-Identifier: Apache-2.0
#include "base/coverage.hpp"

namespace shadowdiff {

void Coverage::add(const Coverage& other) {
    for (std::size_t i = 0; i < blind_count; ++i) counts_[i] += other.counts_[i];
}

std::string_view name(Blind blind) {
    switch (blind) {
        case Blind::kernel_drops: return "kernel_drops";
        case Blind::interface_drops: return "interface_drops";
        case Blind::snaplen_cuts: return "snaplen_cuts";
        case Blind::undecodable_frames: return "undecodable_frames";
        case Blind::unknown_link_frames: return "unknown_link_frames";
        case Blind::not_tcp_frames: return "not_tcp_frames";
        case Blind::ip_fragments: return "ip_fragments";
        case Blind::bad_checksums: return "bad_checksums";
        case Blind::gap_bytes: return "gap_bytes";
        case Blind::evicted_connections: return "evicted_connections";
        case Blind::shed_connections: return "shed_connections";
        case Blind::one_sided_connections: return "one_sided_connections";
        case Blind::worker_drops: return "worker_drops";
        case Blind::not_http_connections: return "not_http_connections";
        case Blind::tls_connections: return "tls_connections";
        case Blind::http2_connections: return "http2_connections";
        case Blind::http09_connections: return "http09_connections";
        case Blind::proxied_connections: return "proxied_connections";
        case Blind::upgraded_connections: return "upgraded_connections";
        case Blind::unparsable_bytes: return "unparsable_bytes";
        case Blind::answers_without_request: return "answers_without_request";
        case Blind::unreadable_records: return "unreadable_records";
        case Blind::refused_requests: return "refused_requests";
        case Blind::unfinished_requests: return "unfinished_requests";
        case Blind::withheld_fields: return "withheld_fields";
        case Blind::count_: break;
    }
    return "";
}

}  // namespace shadowdiff
