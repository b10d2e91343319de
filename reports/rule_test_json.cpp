// SPDX-License-Identifier: Apache-2.0
#include "reports/json_value.hpp"
#include "reports/rule_test.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {
namespace {

using Json = nlohmann::ordered_json;

Json finding_json(const judge::FindingChange& finding, const std::vector<std::string>& rules) {
    auto by = Json::array();
    for (const auto rule : finding.rules) by.push_back(rules[rule]);
    return {{"fingerprint", finding.fingerprint},
            {"route", finding.route},
            {"path", finding.pattern},
            {"kind", name(finding.kind)},
            {"severity", name(finding.severity)},
            {"before", finding.before},
            {"after", finding.after},
            {"rules", by}};
}

}  // namespace

std::string render_rule_test_json(const judge::Rejudgement& result,
                                  const std::vector<std::string>& rules) {
    Json json{{"compared", result.compared}, {"rejudged", result.rejudged},
              {"left_out", result.left_out}, {"verdicts", Json::array()},
              {"findings", Json::array()},   {"rules", Json::array()}};
    for (const auto& [change, n] : result.verdicts) {
        json["verdicts"].push_back(
            {{"before", name(change.first)}, {"after", name(change.second)}, {"exchanges", n}});
    }
    for (const auto& finding : result.findings) {
        json["findings"].push_back(finding_json(finding, rules));
    }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto& effect = result.rules[i];
        json["rules"].push_back({{"rule", rules[i]},
                                 {"exchanges", effect.exchanges},
                                 {"differences", effect.differences},
                                 {"findings", effect.findings},
                                 {"reproduced", effect.reproduced}});
    }
    return json_document(json);
}

}  // namespace shadowdiff::reports
