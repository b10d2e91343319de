// SPDX-License-Identifier: Apache-2.0
#include "store/latency_table.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

namespace shadowdiff::store {
namespace {

template <class Integer>
void append(Bytes& bytes, Integer value) {
    const auto number = static_cast<std::uint64_t>(value);
    std::array<char, sizeof value> octets;
    for (std::size_t i = 0; i < octets.size(); ++i) {
        octets[i] = static_cast<char>(number >> (8 * i) & 0xFFU);
    }
    bytes.append(octets.data(), octets.size());
}

// Little-endian, from the front; a blob that ends inside a number gives zeros.
template <class Integer>
Integer take(ByteView& bytes) {
    std::uint64_t number = 0;
    const auto size = std::min(bytes.size(), sizeof(Integer));
    for (std::size_t i = 0; i < size; ++i) {
        number |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    }
    bytes.remove_prefix(size);
    return static_cast<Integer>(number);
}

Bytes blob_of(const Sketch& sketch) {
    Bytes bytes;
    for (const auto& [bucket, times] : sketch.buckets()) {
        append(bytes, bucket);
        append(bytes, times);
    }
    return bytes;
}

Sketch sketch_of(ByteView bytes) {
    Sketch sketch;
    while (!bytes.empty()) {
        const auto bucket = take<std::int32_t>(bytes);
        sketch.add_bucket(bucket, take<std::uint64_t>(bytes));
    }
    return sketch;
}

Bytes blob_of(const judge::TimingPairs& pairs) {
    Bytes bytes;
    bytes.reserve(pairs.kept() * sizeof(judge::TimingPair));
    for (const auto& pair : pairs.sorted()) {
        append(bytes, pair.hash);
        append(bytes, pair.legacy_us);
        append(bytes, pair.candidate_us);
    }
    return bytes;
}

judge::TimingPairs pairs_of(std::uint64_t seen, ByteView bytes) {
    std::vector<judge::TimingPair> pairs;
    while (!bytes.empty()) {
        const auto hash = take<std::uint64_t>(bytes);
        const auto legacy_us = take<std::uint32_t>(bytes);
        pairs.push_back({hash, legacy_us, take<std::uint32_t>(bytes)});
    }
    return judge::TimingPairs::from(seen, std::move(pairs));
}

std::int64_t quantile_us(const Sketch& sketch, double q) {
    return std::llround(sketch.quantile(q).value_or(0));
}

}  // namespace

void LatencyWriter::replace(const LatencyRows& rows) {
    for (const auto& row : rows.legs) {
        const auto blob = blob_of(row.sketch);
        set_latency_.run(row.route, row.leg, row.origin, row.sketch.count(),
                         quantile_us(row.sketch, 0.5), quantile_us(row.sketch, 0.95),
                         quantile_us(row.sketch, 0.99), Blob{blob});
    }
    for (const auto& row : rows.timings) {
        const auto blob = blob_of(row.pairs);
        set_pairs_.run(row.route, row.origin, row.pairs.seen(), std::uint64_t{row.pairs.kept()},
                       Blob{blob});
    }
}

LatencyRows read_latency(SQLite::Database& database) {
    LatencyRows rows;
    Statement{database, "SELECT route, leg, origin, sketch FROM latency ORDER BY 1, 2, 3"}.each(
        [&](RowReader row) {
            LatencyRow leg{row.text(), row.text(), row.text(), {}};
            leg.sketch = sketch_of(row.text());
            rows.legs.push_back(std::move(leg));
        });
    Statement{database, "SELECT route, origin, n, pairs FROM timing_pairs ORDER BY 1, 2"}.each(
        [&](RowReader row) {
            TimingRow timing{row.text(), row.text(), {}};
            const auto seen = row.count();
            timing.pairs = pairs_of(seen, row.text());
            rows.timings.push_back(std::move(timing));
        });
    return rows;
}

}  // namespace shadowdiff::store
