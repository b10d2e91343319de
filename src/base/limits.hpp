// SPDX-License-Identifier: Apache-2.0
// Every bound of the product, with its reason. Hitting one is an ordinary outcome with a name.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shadowdiff {

using namespace std::chrono_literals;

struct CaptureLimits {
    std::uint32_t snaplen_bytes = 262'144;  // longer than any segment that offload can make
    std::uint32_t ring_bytes = 64 << 20;    // about a second of loopback traffic at full speed
};

struct SavefileLimits {
    std::size_t packet_bytes_max = 16 << 20;        // of one record: what no capture program writes
    std::size_t block_bytes_max = 16 << 20;         // of one pcapng block
    std::size_t interfaces_max = 4'096;             // of one pcapng section
    std::size_t files_max = 256;                    // merged by time, so open at once
    std::size_t window_bytes_max = 128 << 20;       // of one zstd file: what zstd --long makes
    std::size_t windows_bytes_total_max = 1 << 30;  // of all files that are open at once
    std::size_t buffer_bytes = 256 << 10;           // read at once; fits the second-level cache
    std::chrono::milliseconds rotation_poll = 100ms;  // how often a directory is looked at
};

struct FrameLimits {
    std::size_t nesting_max = 16;                // headers of tunnels and tags in one frame
    std::size_t fragmented_packets_max = 1'024;  // put together at once; the oldest is given up
    std::size_t fragments_bytes_max = 16 << 20;  // of all their fragments
    std::size_t fragments_max = 1'024;           // of one packet
    Duration fragment_age_max = 30s;             // as Linux waits (net.ipv4.ipfrag_time)
};

struct ReassemblyLimits {
    std::size_t connections_max = 65'536;
    std::size_t out_of_order_bytes_max = 1 << 20;  // per direction; more waiting: packets were lost
    std::size_t out_of_order_total_max = 256 << 20;  // over all connections
    std::uint32_t stale_bytes_max = 16 << 20;        // data further behind is of another connection
    std::uint32_t ahead_bytes_max = 1 << 30;    // data further ahead too: the largest TCP window
    std::uint32_t unseen_bytes_max = 16 << 20;  // an acknowledgement of more is not believed
    Duration idle_max = 10min;  // outlives nginx's keep-alive of 75 s and answers of 5 minutes
    Duration gap_grace =
        200ms;  // how long an acknowledged hole may still be filled (ACK seen first)
};

struct HttpLimits {
    std::size_t line_bytes_max = 64 << 10;  // request line, status line, one header line
    std::size_t head_bytes_max = 256 << 10;
    std::size_t headers_max = 1'000;
    std::size_t body_bytes_kept_max = 8 << 20;  // beyond it only length and digest go on
    std::size_t outstanding_max = 1'000;        // pipelined requests that wait for an answer
    std::size_t held_bytes_max = 256 << 10;     // of one direction, until the other explains them
    Duration quiet_before_exact = 10s;  // after a late start or a gap; longer than answers take
    Duration answer_max = 10min;      // from its first byte: one that still goes on then is endless
    Duration event_stream_max = 30s;  // the same, where the answer says it has no end
    std::size_t kept_total_max = 128 << 20;  // of all bodies under way; beyond it they are digested
    std::size_t digested_at_once_max = 64 << 10;  // a longer body is digested as it comes
};

struct ContentLimits {
    std::size_t decoded_bytes_max = 16 << 20;
    std::size_t ratio_max = 1'000;  // deflate cannot honestly exceed 1032 to 1
    std::size_t codings_max = 3;    // Content-Encoding: a, b, c
};

struct RouteLimits {
    std::size_t segments_max = 32;      // deeper paths end in "…": no interface goes so deep
    std::size_t path_bytes_max = 512;   // of a template, so that no route fills a report
    std::size_t method_bytes_max = 32;  // longer than any registered method
};

struct DiffLimits {
    std::size_t depth_max = 512;                    // nested arrays and objects
    std::size_t differences_max = 1'000;            // per exchange; the rest is counted, not listed
    std::size_t differences_per_pattern_max = 100;  // then it is the same again, in a long list
    std::size_t alignment_edits_max = 1'000;  // O(ND): beyond D the rest is compared as a multiset
    std::size_t alignment_steps_max = 50'000'000;  // over all arrays of two documents, likewise
    std::size_t probe_steps_per_node_max = 16;  // elements held against each other; then hashes are
    std::size_t value_bytes_max = 1'024;        // of a value kept in a difference
    std::size_t path_bytes_max = 4'096;         // of a path: names have no bound of their own
};

struct JudgeLimits {
    std::size_t noise_keys_max = 50'000;      // routes and places learnt; beyond it none is added
    std::size_t noise_key_bytes_max = 1'024;  // of one route or pattern: with the above, 50 MB
};

struct MirrorLimits {
    std::size_t in_flight_max =
        65'536;                      // asks taken on, over all legs; Admission bounds them first
    std::size_t lanes_max = 16'384;  // client connections with a request under way, by leg
    std::size_t lane_waiting_max = 16'384;  // requests of one client connection that wait
    // The proxy. Long, so that whoever stands beside us in the path gives up first, as before.
    Duration connect_max = 2s;          // to legacy
    Duration client_head_max = 60s;     // from a request's first byte to the end of its head
    Duration client_idle_max = 5min;    // between two requests of one client connection
    Duration relay_silence_max = 5min;  // neither side of an exchange or tunnel sends a byte
    Duration linger_max = 2s;           // after our last byte, for the client to read it and close
};

struct PipelineLimits {
    std::size_t exchanges_max = 8'192;     // between seen and judged
    std::size_t bytes_max = 256 << 20;     // that these hold
    std::size_t joining_max = 16'384;      // exchanges that wait for an answer
    Duration join_max = 11min;             // for an observed answer; capture gives up before it
    std::size_t asking_again_max = 256;    // exchanges that wait for further answers
    std::size_t deferred_max = 4'096;      // exchanges that wait for their turn to be asked
    Duration drain_max = 10s;              // for answers under way when the run is ended
    std::size_t store_queued_max = 4'096;  // rows on their way to the store
    std::size_t batch_rows_max = 512;      // in one transaction
    std::chrono::milliseconds flush_every = 250ms;
    std::size_t unwritten_rows_max = 10'000;  // held while the disk fails
    std::size_t left_out_rows_max = 32'768;   // of excluded and dropped ones, between two flushes
    std::size_t routes_max = 10'000;          // further ones are counted as one
};

struct StoreLimits {
    std::size_t examples_max = 1'000;            // exchanges that a report shows in full
    std::size_t examples_bytes_max = 256 << 20;  // of them together, in memory
    std::chrono::milliseconds busy_max = 5s;     // for another program that holds the run file
};

struct ReportLimits {
    std::size_t text_findings_max = 40;  // in the terminal; every form of file lists all
    std::size_t text_routes_max = 40;
    std::size_t names_max = 5;               // listed in one sentence, then "and 7 more"
    std::size_t value_bytes_max = 240;       // of one value in a table
    std::size_t line_bytes_max = 400;        // of one header or body line
    std::size_t body_lines_whole_max = 48;   // a longer body is shown around its changes only
    std::size_t body_context_lines = 4;      // above and below each change
    std::size_t body_bytes_max = 256 << 10;  // a longer body is cut
    std::size_t path_bytes_max = 1'024;      // of a place marked in a body
    std::size_t places_max = 1'000;          // of one pattern, searched for the value that differs
    std::size_t variables_max = 100;         // for redacted values of one curl command
    std::size_t text_bytes_max = 4'096;      // of one text in the page
    std::size_t page_command_bytes_max = 64 << 10;  // of a curl command in the page
    std::size_t page_examples_max = 200;            // findings with both sides in the page
};

}  // namespace shadowdiff
