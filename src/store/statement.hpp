// SPDX-License-Identifier: Apache-2.0
// A prepared statement with its SQL beside its name, and the columns of a row it gives.
#pragma once

#include "store/rows.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace shadowdiff::store {

/// Bytes that are no text, whatever they look like. Borrows.
struct Blob {
    const std::string& bytes;
};

/// The columns of one result row, from left to right; each call reads the next. Braces keep that
/// order: `Row{row.text(), row.integer()}`. A file may come from anywhere: a number that no run
/// writes throws SQLite::Exception.
class RowReader {
public:
    explicit RowReader(SQLite::Statement& statement) : statement_{statement} {}

    std::string text() { return statement_.getColumn(next_++).getString(); }
    StoredText stored() { return StoredText{text()}; }
    static StoredText stored_text(std::string text) { return StoredText{std::move(text)}; }
    std::int64_t integer() { return statement_.getColumn(next_++).getInt64(); }
    std::uint64_t count() { return static_cast<std::uint64_t>(within(0, counts_max)); }
    /// Microseconds since 1970, or that a thing took: those that nanoseconds can say as well.
    std::int64_t time_us() { return within(-times_us_max, times_us_max); }
    std::optional<std::int64_t> optional_time_us() {
        if (!statement_.getColumn(next_).isNull()) return time_us();
        ++next_;
        return std::nullopt;
    }
    std::optional<std::int64_t> optional_integer() {
        const auto column = statement_.getColumn(next_++);
        if (column.isNull()) return std::nullopt;
        return column.getInt64();
    }
    double real() { return statement_.getColumn(next_++).getDouble(); }
    bool truth() { return integer() != 0; }

private:
    static constexpr auto counts_max = std::numeric_limits<std::int64_t>::max();
    static constexpr std::int64_t times_us_max = std::numeric_limits<std::int64_t>::max() / 1'000;

    std::int64_t within(std::int64_t min, std::int64_t max);

    SQLite::Statement& statement_;
    int next_ = 0;
};

/// Borrows what is bound until the statement has run. Only literals become SQL.
class Statement {
public:
    template <std::size_t N>
    Statement(SQLite::Database& database, const char (&sql)[N]) : statement_{database, sql} {}

    /// Runs it to its end; gives the number of rows changed.
    template <class... Values>
    int run(const Values&... values) {
        const Reset reset{statement_};
        bind_all(values...);
        return statement_.exec();
    }

    /// Calls `visit(RowReader)` for every row, until it gives false.
    template <class Visit, class... Values>
    void each(Visit visit, const Values&... values) {
        const Reset reset{statement_};
        bind_all(values...);
        while (statement_.executeStep()) {
            if constexpr (std::is_same_v<std::invoke_result_t<Visit, RowReader>, bool>) {
                if (!visit(RowReader{statement_})) return;
            } else {
                visit(RowReader{statement_});
            }
        }
    }

private:
    // A statement that failed must not keep its transaction open, nor its borrowed values.
    struct Reset {
        explicit Reset(SQLite::Statement& used) : statement{used} {}
        ~Reset() {
            statement.tryReset();
            statement.clearBindings();
        }
        Reset(const Reset&) = delete;
        Reset& operator=(const Reset&) = delete;
        SQLite::Statement& statement;
    };

    template <class... Values>
    void bind_all(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
    }
    void bind(int index, std::int64_t value) { statement_.bind(index, value); }
    void bind(int index, std::uint64_t value) {
        statement_.bind(index, static_cast<std::int64_t>(value));
    }
    void bind(int index, std::uint32_t value) { statement_.bind(index, std::int64_t{value}); }
    void bind(int index, double value) { statement_.bind(index, value); }
    void bind(int index, bool value) { statement_.bind(index, value ? 1 : 0); }
    void bind(int index, const std::string& text);
    void bind(int index, Blob blob) {
        statement_.bindNoCopy(index, blob.bytes.data(), static_cast<int>(blob.bytes.size()));
    }
    void bind(int index, const StoredText& text) { bind(index, text.text()); }
    template <class Integer>
    void bind(int index, const std::optional<Integer>& value) {
        if (value) statement_.bind(index, static_cast<std::int64_t>(*value));  // else it stays NULL
    }

    SQLite::Statement statement_;
};

}  // namespace shadowdiff::store
