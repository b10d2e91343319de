// SPDX-License-Identifier: Apache-2.0
// Answers of one exchange, parted by zero octets: legacy's, the candidate's, then in turn further
// ones of both. Two judges that see the same say the same; a mismatch has a finding, and nothing
// else has; what was learnt keeps its bounds.
#include "diff/compare.hpp"
#include "judge/judge.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>

using namespace shadowdiff;

namespace {

void require(bool condition) {
    if (!condition) std::abort();
}

http::Answer answer(http::Leg leg, std::uint32_t attempt, Bytes body) {
    http::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = http::make_body(std::move(body));
    http::Answer answer;
    answer.leg = leg;
    answer.attempt = attempt;
    answer.outcome = std::move(response);
    return answer;
}

http::Exchange exchange_of(Bytes input) {
    constexpr std::size_t answers_max = 8;
    http::Exchange exchange;
    while (exchange.answers.size() < answers_max) {
        const auto number = static_cast<std::uint32_t>(exchange.answers.size());
        const auto end = std::min(input.find('\0'), input.size());
        const auto leg = number % 2 == 0 ? http::Leg::legacy : http::Leg::candidate;
        exchange.answers.push_back(answer(leg, number / 2, input.substr(0, end)));
        if (end == input.size()) break;
        input.erase(0, end + 1);
    }
    return exchange;
}

void check(const judge::Judgement& judgement) {
    const auto findings = std::ranges::count(judgement.differences, judge::Standing::finding,
                                             &judge::JudgedDifference::standing);
    require((judgement.verdict == judge::Verdict::mismatch) == (findings > 0));
    require(!judgement.why.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto exchange = exchange_of({reinterpret_cast<const char*>(data), size});
    if (exchange.answers.size() < 2) return 0;
    const auto comparison = diff::compare(exchange);
    const judge::JudgeOptions options{.may_ask_legacy = true, .control_share = 0.3};
    judge::Judge one{options};
    judge::Judge other{options};
    for (const auto turn : {judge::Turn::first, judge::Turn::again, judge::Turn::control,
                            judge::Turn::last, judge::Turn::last}) {
        const judge::Case asked{
            .route = "GET /", .session = "s", .turn = turn, .comparison = comparison};
        const auto decision = one.judge(asked);
        require(decision == other.judge(asked));
        const auto* judgement = std::get_if<judge::Judgement>(&decision);
        require(judgement || turn != judge::Turn::last);
        if (judgement) check(*judgement);
    }
    require(one.odd_one_out() == other.odd_one_out());
    for (const auto& row : one.odd_one_out()) {
        require(row.p >= 0 && row.p <= 1 && row.q >= row.p && row.q <= 1);
        require(row.effect_low <= row.effect_high && row.present > 0);
    }
    return 0;
}
