// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shadowdiff::pipeline {

Result<std::vector<std::filesystem::path>> files_at(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) return std::vector{path};
    std::vector<std::filesystem::path> files;
    for (std::filesystem::directory_iterator one{path, error}, end; !error && one != end;
         one.increment(error)) {
        std::error_code ignored;
        if (one->is_regular_file(ignored)) files.push_back(one->path());
    }
    if (error) return std::unexpected{Error{fmt::format("{}: {}", path.string(), error.message())}};
    if (files.empty())
        return std::unexpected{Error{fmt::format("{}: no file there", path.string())}};
    std::ranges::sort(files);
    return files;
}

Result<TrafficKind> kind_of(const std::vector<std::filesystem::path>& files,
                            const SavefileLimits& limits) {
    std::optional<TrafficKind> kind;
    for (const auto& file : files) {
        auto one = Result<TrafficKind>{TrafficKind::recordings};
        if (!is_read_once(file)) one = kind_of_file(file, limits);
        if (!one) return one;
        if (kind.value_or(*one) != *one) {
            return std::unexpected{Error{
                fmt::format("{}: of another kind than the files before it: recordings, captures "
                            "and run files go one kind at a time",
                            file.string())}};
        }
        kind = *one;
    }
    return kind.value_or(TrafficKind::recordings);
}

RecordedTraffic::RecordedTraffic(const RecordedTrafficOptions& options)
    : on_trouble_{options.files.on_trouble} {
    switch (options.kind) {
        case TrafficKind::captures:
            captures_ = std::make_unique<CaptureExchanges>(
                options.files.files, options.files.limits, options.intake, options.seed,
                options.is_leg ? CaptureExchanges::Gives::answers
                               : CaptureExchanges::Gives::exchanges);
            return;
        case TrafficKind::run_files:
            runs_ = std::make_unique<RunExchanges>(options.files.files);
            return;
        case TrafficKind::recordings: break;
    }
    files_ = std::make_unique<RecordedFiles>(options.files);
    const auto begun = files_->begin();
    if (!begun && options.files.is_over()) throw StoppedAtStart{begun.error().message};
    if (!begun) throw StartupError{begun.error().message};
}

std::optional<RecordedExchange> RecordedTraffic::next(const std::function<bool()>& is_over) {
    if (captures_ || runs_) {
        auto* taken = taken_or_end(captures_ ? captures_->next(is_over) : runs_->next(is_over));
        if (taken == nullptr) return std::nullopt;
        return std::move(*taken);
    }
    auto exchange = files_->next(is_over);
    if (!exchange) return std::nullopt;
    const bool is_answered = !exchange->answers.empty();
    return RecordedExchange{.exchange = std::make_unique<http::Exchange>(*std::move(exchange)),
                            .lost = is_answered ? Reason::none : Reason::answer_not_seen};
}

RecordedAnswer* RecordedTraffic::next_answer(const std::function<bool()>& is_over) {
    if (captures_) return taken_or_end(captures_->next_answer(is_over));
    auto recorded = next(is_over);
    if (!recorded) return nullptr;
    answer_ = answer_of(*std::move(recorded));
    return &answer_;
}

template <class Recorded>
Recorded* RecordedTraffic::taken_or_end(Recorded* taken) {
    if (taken == nullptr) tell_early_end();
    return taken;
}

// Recordings tell by themselves.
void RecordedTraffic::tell_early_end() {
    const auto early = captures_ ? captures_->early_end() : runs_->early_end();
    if (early && !std::exchange(is_end_told_, true)) on_trouble_(early->message);
}

std::optional<double> RecordedTraffic::share_read() const {
    return files_ ? files_->share_read() : std::nullopt;
}

std::uint64_t RecordedTraffic::records_skipped() const {
    return files_ ? files_->records_skipped() : 0;
}

std::uint64_t RecordedTraffic::files_broken() const { return files_ ? files_->files_broken() : 0; }

Coverage RecordedTraffic::coverage() const {
    if (captures_) return captures_->coverage();
    return runs_ ? runs_->coverage() : Coverage{};
}

std::optional<Error> RecordedTraffic::error() const {
    if (captures_) return captures_->error();
    return runs_ ? runs_->error() : std::nullopt;
}

}  // namespace shadowdiff::pipeline
