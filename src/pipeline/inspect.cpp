// SPDX-License-Identifier: Apache-2.0
#include "pipeline/inspect.hpp"

#include "store/run_reader.hpp"

namespace shadowdiff::pipeline {

Result<store::RunRows> read_run(const std::filesystem::path& file) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    return reader->rows();
}

Result<void> each_exchange(const std::filesystem::path& file, const store::ExchangeFilter& filter,
                           const std::function<void(const store::ExchangeRow&)>& visit) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    reader->each_exchange(filter, visit);
    return {};
}

Result<store::ExchangeRow> read_exchange(const std::filesystem::path& file, std::string_view id) {
    const auto reader = store::RunReader::open(file);
    if (!reader) return std::unexpected{reader.error()};
    if (auto exchange = reader->exchange(id)) return exchange;
    const auto examples = reader->exchanges_of(id, 1);
    if (!examples) return std::unexpected{examples.error()};
    return reader->exchange(examples->front());
}

}  // namespace shadowdiff::pipeline
