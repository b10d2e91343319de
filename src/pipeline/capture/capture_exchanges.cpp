// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/capture_exchanges.hpp"

#include "capture/open.hpp"

#include <utility>

namespace shadowdiff::pipeline {

std::unique_ptr<capture::PacketSource> open_captures(
    const std::vector<std::filesystem::path>& files, const SavefileLimits& limits) {
    auto source = capture::open_savefiles(files, limits);
    if (!source) throw StartupError{source.error().message};
    return std::move(*source);
}

CaptureExchanges::CaptureExchanges(const std::vector<std::filesystem::path>& files,
                                   const SavefileLimits& limits, const IntakeOptions& options,
                                   std::uint64_t seed, Gives gives)
    : source_{open_captures(files, limits)} {
    const auto assembled_by = [this, options,
                               seed]<class Assembles>(std::in_place_type_t<Assembles>) {
        return [this, options, seed](const typename Assembles::OnWhole& give) {
            Assembles assembly{give};
            read(options, seed,
                 [&](http::WireSighting&& sighting) { assembly.take(std::move(sighting)); });
        };
    };
    if (gives == Gives::exchanges) {
        exchanges_.emplace(assembled_by(std::in_place_type<Assembly>));
    } else {
        answers_.emplace(assembled_by(std::in_place_type<AnswerAssembly>));
    }
}

CaptureExchanges::~CaptureExchanges() {
    stop_time_.set(Timestamp::min());
    if (exchanges_) exchanges_->stop();
    if (answers_) answers_->stop();
}

void CaptureExchanges::read(const IntakeOptions& options, std::uint64_t seed,
                            const Intake::Deliver& deliver) {
    const auto note = [this](const Coverage& coverage) {
        const std::lock_guard lock{mutex_};
        coverage_ = coverage;
    };
    Intake intake{*source_, options, seed, deliver, note};
    intake.run(stop_time_);
    const std::lock_guard lock{mutex_};
    error_ = intake.error();
    early_end_ = intake.early_end();
}

Coverage CaptureExchanges::coverage() const {
    const std::lock_guard lock{mutex_};
    return coverage_;
}

std::optional<Error> CaptureExchanges::error() const {
    const std::lock_guard lock{mutex_};
    return error_;
}

std::optional<Error> CaptureExchanges::early_end() const {
    const std::lock_guard lock{mutex_};
    return early_end_;
}

}  // namespace shadowdiff::pipeline
