// SPDX-License-Identifier: Apache-2.0
// Which resources live traffic wrote to without the candidate being asked to: what it does not find
// there, or still finds, is no fault of its.
#pragma once

#include "http/exchange.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace shadowdiff::pipeline {

class UnmirroredWrites {
public:
    void add(const http::Request& write);

    /// Legacy has a resource that the candidate has not (2xx against 404 or 410), at or below one
    /// that was written to; or has it no more, and one of those writes was a DELETE. Other
    /// differences are never excused by a write.
    bool explain(const http::Exchange& exchange) const;

private:
    static constexpr std::size_t writes_max = 1'024;  // beyond it the oldest is forgotten

    struct Write {
        std::string host;
        std::string path;
        bool is_delete = false;
        bool operator==(const Write&) const = default;
    };

    std::deque<Write> writes_;
};

}  // namespace shadowdiff::pipeline
