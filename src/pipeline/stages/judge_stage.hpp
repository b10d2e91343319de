// SPDX-License-Identifier: Apache-2.0
// The judge thread: compares the answers of each exchange, judges it or has its legs asked again,
// and sends what is kept on to the store.
#pragma once

#include "judge/bounds_hit.hpp"
#include "judge/judge.hpp"
#include "judge/rule_uses.hpp"
#include "pipeline/stages/admission.hpp"
#include "pipeline/stages/books.hpp"
#include "pipeline/stages/join.hpp"
#include "pipeline/stages/keeper.hpp"
#include "pipeline/stages/latencies.hpp"
#include "pipeline/stages/queue.hpp"
#include "pipeline/stages/spent_exchanges.hpp"
#include "pipeline/stages/store_stage.hpp"
#include "pipeline/stages/versions.hpp"
#include "redact/redactor.hpp"
#include "rules/rulebook.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace shadowdiff::pipeline {

struct JudgeStageOptions {
    judge::JudgeOptions judge;
    redact::RedactOptions redact;
    KeepOptions keep;
    std::shared_ptr<const rules::RuleSet> rules = std::make_shared<rules::RuleSet>();
    Duration warm_up{};            // times of the first requests are left out
    bool are_due_together = true;  // as LatencyCollectOptions has it
    std::string version_header;    // of answers: says which version gave them
    PipelineLimits limits;
    std::shared_ptr<const normalise::ProtoSchema> protos = nullptr;
};

class JudgeStage {
public:
    using AskAgain = std::function<void(Joined, judge::AskAgain)>;  // must not wait

    /// `spent`: where judged exchanges go; null: nowhere.
    JudgeStage(JudgeStageOptions options, Books& books, Admission& admission, Queue<Joined>& joined,
               Queue<StoreItem>& kept, AskAgain ask_again, SpentExchanges* spent = nullptr);

    /// The thread's body: ends when `joined` is closed and empty.
    void run();

    /// From any thread: what is not compared yet is dropped as interrupted.
    void give_up() { has_given_up_ = true; }

    /// After run(): exchanges compared but for what their recordings had redacted.
    std::uint64_t compared_redacted() const { return compared_redacted_; }

private:
    void judge(Joined&& joined);
    /// Judges, or has it asked again, or lets it wait for its turn to be asked.
    void judge_or_ask(Joined&& joined);
    void judge_deferred();
    diff::Comparison compare(const Joined& joined);
    diff::Comparison compare_all(const Joined& joined);
    diff::Comparison compare(const http::Exchange& exchange, const http::Response* twin,
                             const std::string& route);
    rules::ScopedRules* rules_for(const http::Exchange& exchange, const std::string& route);
    void settle(Joined& joined, const judge::Judgement& judgement);  // takes the exchange
    void drop(const Joined& joined);
    void leave(std::size_t bytes);
    void let_leave();
    void write_latencies();

    JudgeStageOptions options_;
    std::atomic<bool> has_given_up_ = false;
    Books& books_;
    Admission& admission_;
    Queue<Joined>& joined_;
    Queue<StoreItem>& kept_;
    AskAgain ask_again_;
    SpentExchanges* spent_;
    judge::Judge judge_;
    redact::Redactor redactor_;
    rules::Rulebook rulebook_;
    judge::RuleUses rule_uses_;
    std::uint64_t compared_redacted_ = 0;
    judge::BoundsHit bounds_hit_;
    std::size_t asking_again_ = 0;
    std::deque<Joined> deferred_;  // want to be asked again, and too many are: what is learnt
                                   // meanwhile decides most of them
    std::size_t leaving_ = 0;      // exchanges that are done with: some leave together
    std::size_t leaving_bytes_ = 0;
    Keeper keeper_;
    Latencies latencies_;
    Versions versions_;
    std::string version_place_;  // it tells the versions apart, and so it must differ
    std::chrono::steady_clock::time_point next_latencies_;
};

}  // namespace shadowdiff::pipeline
