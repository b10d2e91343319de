// SPDX-License-Identifier: Apache-2.0
// Twenty bugs that rewrites have, each in one field of an answer that may be noisy.
#pragma once

#include "http/message.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::planted {

/// The field as one answer has it: its usual value, or one of many that noise gives it.
struct Field {
    std::optional<unsigned> noise;  // which of the noisy values; none: the usual one
    bool has_bug = false;
};

struct Bug {
    std::string_view name;
    /// It changes the form, the type or the place of the field, so that noise in its value does not
    /// hide it. Else it gives another value of the same kind.
    bool changes_shape = false;
    /// The members of the answer's object that are concerned: `"stock": 12`.
    std::function<std::string(const Field&)> members;
    std::function<std::uint16_t(const Field&)> status = nullptr;  // 200 when there is none
    bool gives_no_answer = false;
    bool mints = false;  // no two answers have one noisy value
};

const std::vector<Bug>& bugs();

inline constexpr unsigned noisy_values = 32;

/// The whole answer. A bug that gives none has one like legacy's, which is never looked at.
http::Response answer(const Bug& bug, const Field& field);

}  // namespace shadowdiff::planted
