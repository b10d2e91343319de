// SPDX-License-Identifier: Apache-2.0
// What several run files counted, added up for the file that joins them.
#pragma once

#include "base/sketch.hpp"
#include "judge/odd_one_out.hpp"
#include "judge/timing_pairs.hpp"
#include "store/run_reader.hpp"
#include "store/run_writer.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>

namespace shadowdiff::store {

class MergeTotals {
public:
    void add(const RunRows& rows, const RunReader& reader);
    /// Once: all that was added, without exchanges.
    Batch take();

private:
    void add(judge::OddOneOut one);

    using Three = std::tuple<std::string, std::string, std::string>;
    Batch batch_;
    std::map<Three, std::pair<std::uint64_t, std::uint64_t>> noise_;
    std::map<Three, judge::OddOneOut> odd_one_out_;
    std::map<std::string, std::uint64_t> bounds_;
    std::map<Three, Sketch> legs_;
    std::map<std::pair<std::string, std::string>, judge::TimingPairs> timings_;
};

}  // namespace shadowdiff::store
