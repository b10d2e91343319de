// SPDX-License-Identifier: Apache-2.0
#include "store/statement.hpp"

#include <SQLiteCpp/Exception.h>
#include <boost/nowide/utf/utf.hpp>
#include <fmt/format.h>

#include <string_view>

namespace shadowdiff::store {
namespace {

// What other programs can read as text: UTF-8 without NUL, at which many of them would stop.
bool is_text(std::string_view bytes) {
    // Nearly all is ASCII, and this loop takes many letters at a time.
    bool is_ascii = true;
    for (const char c : bytes) is_ascii &= static_cast<signed char>(c) > 0;
    if (is_ascii) return true;
    const auto* at = bytes.begin();
    while (at != bytes.end()) {
        const auto point = boost::nowide::utf::utf_traits<char>::decode(at, bytes.end());
        if (point == 0 || !boost::nowide::utf::is_valid_codepoint(point)) return false;
    }
    return true;
}

}  // namespace

std::int64_t RowReader::within(std::int64_t min, std::int64_t max) {
    const auto column = statement_.getColumn(next_++);
    const auto value = column.getInt64();
    if (value >= min && value <= max) return value;
    throw SQLite::Exception{fmt::format("{} is {}: no run writes that", column.getName(), value)};
}

// Bytes that are no text are stored as a BLOB, so that nothing is lost and every reader of the
// database can still read all of its text.
void Statement::bind(int index, const std::string& text) {
    if (is_text(text)) {
        statement_.bindNoCopy(index, text);
    } else {
        statement_.bindNoCopy(index, text.data(), static_cast<int>(text.size()));
    }
}

}  // namespace shadowdiff::store
