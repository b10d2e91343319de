// SPDX-License-Identifier: Apache-2.0
// What the traffic is made of beside its routes: media types, tenants, clients. Of each value the
// requests that had it are counted, and those of them that were judged.
#pragma once

#include "base/text_hash.hpp"
#include "http/exchange.hpp"
#include "redact/redactor.hpp"
#include "store/dimension_row.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace shadowdiff::pipeline {

/// The media type of the request's content and of legacy's first answer (RFC 9110, 8.3), the value
/// of the tenant's header, and the first product of User-Agent (RFC 9110, 10.1.5).
enum class Dimension : std::uint8_t { request_type, answer_type, tenant, client };
inline constexpr std::size_t dimension_count = 4;
std::string_view name(Dimension dimension);

struct DimensionOptions {
    redact::RedactOptions redact = {};
    std::string tenant_header = "Host";
    std::size_t values_max = 1'000;  // of each dimension; further ones are "(other)"
};

/// Used from any thread.
class Dimensions {
public:
    explicit Dimensions(DimensionOptions options = {});

    void note(const http::Exchange& exchange, bool is_judged);

    /// What was counted since the last time, sorted.
    std::vector<store::DimensionRow> take();
    /// What could not be written: it is part of the next again.
    void put_back(const std::vector<store::DimensionRow>& rows);

private:
    struct Count {
        std::uint64_t seen = 0;
        std::uint64_t judged = 0;
    };
    struct Values {
        std::map<std::string, Count, std::less<>> counts;  // as they may be kept
        // As they came, and where they count: mostly a value was there before.
        std::unordered_map<std::string, Count*, TextHash, std::equal_to<>> known;
        Count absent;
    };

    Count& count_of(const http::Exchange& exchange, Dimension dimension, std::string_view field,
                    std::optional<std::string_view> raw);
    Count& count_of(Values& values, std::string value);
    static std::string kept_value(const redact::Redactor& redactor, Dimension dimension,
                                  std::string_view field, std::string_view raw);

    DimensionOptions options_;
    redact::Redactor redactor_;
    std::mutex mutex_;
    std::array<Values, dimension_count> all_;
};

}  // namespace shadowdiff::pipeline
