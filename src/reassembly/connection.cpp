// SPDX-License-Identifier: Apache-2.0
#include "reassembly/connection.hpp"

namespace shadowdiff::reassembly {
namespace {

Belonging of_syn(const Connection& connection, const Stream& stream,
                 const frames::Segment& segment) {
    if (stream.began_with(segment.sequence)) {
        return connection.is_closed ? Belonging::stale : Belonging::ours;
    }
    if (stream.is_started()) return Belonging::of_a_new_one;
    if (!connection.is_closed) return Belonging::ours;
    return segment.flags.ack ? Belonging::stale : Belonging::of_a_new_one;
}

// Data that fits nowhere into the stream tells that a SYN of a new connection was not captured.
Belonging of_data(const Connection& connection, const Stream& stream,
                  const frames::Segment& segment, const ReassemblyLimits& limits) {
    const auto ahead =
        std::int64_t{distance(static_cast<std::uint32_t>(stream.next()), segment.sequence)};
    if (ahead < -std::int64_t{limits.stale_bytes_max}) return Belonging::of_a_new_one;
    const bool ended = stream.is_finished() || connection.ended_in_order;
    if (ended && ahead >= 0) return Belonging::of_a_new_one;
    const auto ahead_max = connection.is_closed ? limits.stale_bytes_max : limits.ahead_bytes_max;
    if (ahead > std::int64_t{ahead_max}) return Belonging::of_a_new_one;
    return connection.is_closed ? Belonging::stale : Belonging::ours;
}

}  // namespace

Belonging belonging(const Connection& connection, Sender sender, const frames::Segment& segment,
                    const ReassemblyLimits& limits) {
    const auto& stream = connection.stream(sender);
    // Nearly every segment: data, if it has any, that goes on where the stream stands.
    const bool is_next = segment.sequence == static_cast<std::uint32_t>(stream.next()) &&
                         stream.is_started() && !stream.is_finished();
    if (is_next && !segment.flags.syn && !connection.is_closed) return Belonging::ours;
    const auto otherwise = connection.is_closed ? Belonging::stale : Belonging::ours;
    if (segment.flags.rst) return otherwise;
    if (segment.flags.syn) return of_syn(connection, stream, segment);
    if (!stream.is_started() || !carries_data(segment)) return otherwise;
    return of_data(connection, stream, segment, limits);
}

}  // namespace shadowdiff::reassembly
