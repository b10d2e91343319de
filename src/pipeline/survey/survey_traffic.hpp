// SPDX-License-Identifier: Apache-2.0
// Looks at recorded or live traffic for a survey: nothing is sent and nothing is kept.
#pragma once

#include "pipeline/recorded/recorded_traffic.hpp"
#include "pipeline/shadow.hpp"
#include "pipeline/survey/survey.hpp"

namespace shadowdiff::pipeline {

/// To the end of the recordings, or until told to stop. Throws StartupError.
void survey_recorded(const RecordedTrafficOptions& options, const StopSignal& stop, Survey& survey);

/// For so long, or until told to stop. An Error when the capture ended early.
Result<void> survey_live(capture::PacketSource& source, const IntakeOptions& options,
                         Duration duration, const StopSignal& stop, Survey& survey);

}  // namespace shadowdiff::pipeline
