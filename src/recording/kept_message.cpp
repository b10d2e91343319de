// SPDX-License-Identifier: Apache-2.0
#include "recording/kept_message.hpp"

#include "http/head.hpp"

#include <limits>
#include <string>

namespace shadowdiff::recording {

http::Fields fields_of_lines(ByteView lines) {
    const auto fields = http::parse_fields(std::string{lines} + "\r\n", http::Strictness::lenient,
                                           std::numeric_limits<std::size_t>::max());
    return fields ? *fields : http::Fields{};
}

}  // namespace shadowdiff::recording
