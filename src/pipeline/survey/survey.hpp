// SPDX-License-Identifier: Apache-2.0
// What a little traffic tells about a service: the ground of a first configuration.
#pragma once

#include "pipeline/recorded/recorded_exchange.hpp"
#include "routes/router.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

class Survey {
public:
    explicit Survey(std::vector<routes::Template> openapi) : router_{{}, std::move(openapi)} {}

    void add(const RecordedExchange& recorded);

    std::uint64_t requests() const { return requests_; }
    std::uint64_t with_request_id() const { return with_request_id_; }
    /// Where the service listens, by the number of requests; nothing of recordings that do not
    /// tell.
    const std::map<std::uint16_t, std::uint64_t>& ports() const { return ports_; }
    /// Those that may change something.
    const std::map<std::string, std::uint64_t>& unsafe_methods() const { return unsafe_methods_; }
    std::vector<routes::KnownRoute> routes() const { return router_.routes(); }

private:
    static constexpr std::size_t methods_max = 16;  // whoever names more makes them up

    routes::Router router_;
    std::uint64_t requests_ = 0;
    std::uint64_t with_request_id_ = 0;
    std::map<std::uint16_t, std::uint64_t> ports_;
    std::map<std::string, std::uint64_t> unsafe_methods_;
};

}  // namespace shadowdiff::pipeline
