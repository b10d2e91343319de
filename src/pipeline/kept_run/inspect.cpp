// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/inspect.hpp"

#include "base/escape.hpp"
#include "store/merge.hpp"
#include "store/run_reader.hpp"

#include <fmt/format.h>

namespace shadowdiff::pipeline {

Result<store::RunRows> read_run(const std::filesystem::path& file,
                                const store::RowsWanted& wanted) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    return reader->rows(wanted);
}

Result<std::map<std::string, std::uint64_t>> read_excused(
    const std::filesystem::path& file, const std::vector<std::string>& fingerprints) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    return reader->excused_by(fingerprints);
}

Result<std::vector<store::EvictionRow>> prune_run(const std::filesystem::path& file,
                                                  const store::PruneOptions& options) {
    return store::prune(file, options);
}

Result<std::vector<std::string>> merge_runs(const std::filesystem::path& into,
                                            const std::vector<std::filesystem::path>& files) {
    return store::merge(into, files);
}

Result<void> each_exchange(const std::filesystem::path& file, const store::ExchangeFilter& filter,
                           const std::function<bool(const store::ExchangeRow&)>& visit) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    reader->each_exchange_while(filter, visit);
    return {};
}

Result<store::ExchangeRow> read_exchange(const std::filesystem::path& file, std::string_view id) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    if (auto exchange = reader->exchange(id)) return exchange;
    const auto examples = reader->exchanges_of(id, 1);
    if (!examples) return std::unexpected{examples.error()};
    if (examples->empty()) {
        return std::unexpected{Error{fmt::format("{}: no exchange that shows {} is kept any more",
                                                 printable(file.string()), printable(id, 64))}};
    }
    return reader->exchange(examples->front());
}

}  // namespace shadowdiff::pipeline
