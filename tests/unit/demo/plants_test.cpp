// SPDX-License-Identifier: Apache-2.0
#include "fixtures/demo/demo.hpp"
#include "fixtures/demo/planted.hpp"
#include "tests/unit/demo/findings.hpp"

#include <doctest/doctest.h>

#include <map>

namespace shadowdiff::demo {

namespace {

constexpr Timestamp legacy_now{std::chrono::seconds{1'709'285'412}};
constexpr Timestamp candidate_now = legacy_now + std::chrono::milliseconds{1'731};

using Names = std::vector<std::string_view>;

Names every_name() {
    Names names;
    for (const auto& plant : all_plants()) names.push_back(plant.name);
    return names;
}

Findings expected_of(const Names& names) {
    Findings expected;
    for (const auto& plant : all_plants()) {
        if (std::ranges::find(names, plant.name) == names.end()) continue;
        for (const auto& each : plant.findings) {
            expected.insert(
                {std::string{each.route}, std::string{each.pattern}, std::string{each.kind}});
        }
    }
    return expected;
}

// A plan, and what legacy answers to it. Nothing is compressed: that is tested elsewhere, and
// thousands of answers are compared here.
class Rehearsal {
public:
    Rehearsal(const TrafficOptions& traffic, std::uint64_t seed) : seed_{seed} {
        for (const auto& planned : plan_traffic(traffic)) {
            requests.push_back(to_request(planned));
            requests.back().accepts_gzip = false;
        }
        legacy_ = ask(Role::legacy, {}, legacy_now);
    }

    /// The findings of each request, noise left out.
    std::vector<Findings> shadow(Role role, const Names& plants) const {
        const auto answers = ask(role, plants, candidate_now);
        std::vector<Findings> found;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            found.push_back(without_noise(compare(requests[i], legacy_[i], answers[i])));
        }
        return found;
    }

    std::vector<Request> requests;

private:
    std::vector<Answer> ask(Role role, const Names& plants, Timestamp now) const {
        const ServiceOptions options{.role = role, .seed = seed_, .plants = plants};
        const auto shop = make_shop(options);
        auto noise = make_noise(options);
        std::vector<Answer> answers;
        for (const auto& each : requests) answers.push_back(answer(shop, each, noise, now));
        return answers;
    }

    std::uint64_t seed_;
    std::vector<Answer> legacy_;
};

std::map<Finding, int> counts_of(const std::vector<Findings>& found) {
    std::map<Finding, int> counts;
    for (const auto& each : found) {
        for (const auto& finding : each) ++counts[finding];
    }
    return counts;
}

Findings all_of(const std::vector<Findings>& found) {
    Findings all;
    for (const auto& each : found) all.insert(each.begin(), each.end());
    return all;
}

}  // namespace

TEST_CASE("there are at least ten plants, each with a name of its own and a finding") {
    std::set<std::string_view> names;
    for (const auto& plant : all_plants()) {
        CAPTURE(plant.name);
        CHECK(names.insert(plant.name).second);
        CHECK_FALSE(plant.description.empty());
        CHECK_FALSE(plant.findings.empty());
    }
    CHECK(names.size() >= 10);
}

TEST_CASE("no two plants share a finding") {
    std::size_t sum = 0;
    for (const auto& plant : all_plants()) sum += plant.findings.size();
    CHECK(expected_of(every_name()).size() == sum);
}

TEST_CASE("a list of plants is all, none, or names") {
    CHECK(parse_plants("all") == every_name());
    CHECK(parse_plants("none") == Names{});
    CHECK(parse_plants("rare-500") == Names{"rare-500"});
    CHECK(parse_plants("rare-500,missing-field") == Names{"rare-500", "missing-field"});
    CHECK(parse_plants("rare-500,rare-500") == Names{"rare-500"});
}

TEST_CASE("an unknown plant is named, beside those there are") {
    struct Row {
        const char* name;
        std::string_view list;
        std::string_view unknown;
    };
    for (const auto& row : {Row{"a typing error", "rare-50", "\"rare-50\""},
                            Row{"one of two", "rare-500,weeds", "\"weeds\""},
                            Row{"nothing", "", "\"\""}, Row{"an empty part", "rare-500,", "\"\""},
                            Row{"a space", "rare-500, page-total", "\" page-total\""},
                            Row{"all beside a name", "all,rare-500", "\"all\""}}) {
        CAPTURE(row.name);
        const auto parsed = parse_plants(row.list);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().message.find(row.unknown) != std::string::npos);
        CHECK(parsed.error().message.find("price-rounding,") != std::string::npos);
        CHECK(parsed.error().message.find('\n') == std::string::npos);
    }
}

TEST_CASE("each name switches one plant on, and an unknown one none") {
    const auto is_on = [](const Planted& plants) {
        return plants.price_rounding + plants.missing_field + plants.number_to_string +
               plants.default_sort + plants.rare_500 + plants.cookie_secure + plants.empty_to_null +
               plants.page_total + plants.lost_cache_header + plants.soft_404 +
               plants.html_escaped + plants.lost_time_zone;
    };
    for (const auto& name : every_name()) CHECK(is_on(planted(Names{name})) == 1);
    CHECK(is_on(planted(every_name())) == 12);
    CHECK(is_on(planted(Names{"weeds"})) == 0);
}

TEST_CASE("every finding shows itself at least five times, whatever the seeds") {
    for (const std::uint64_t seed : {1U, 2U, 3U, 40U, 5'000U}) {
        CAPTURE(seed);
        const Rehearsal rehearsal{{.seed = seed, .requests = telling_requests_min}, seed + 7};
        const auto found = rehearsal.shadow(Role::candidate, every_name());
        CHECK(to_text(all_of(found)) == to_text(expected_of(every_name())));
        for (const auto& [finding, times] : counts_of(found)) {
            CAPTURE(finding.pattern);
            CHECK(times >= 5);
        }
    }
}

TEST_CASE("each plant causes its findings alone, and neither hides nor alters another's") {
    const Rehearsal rehearsal{{.seed = 9, .requests = telling_requests_min}, 1};
    std::map<std::string_view, std::vector<Findings>> alone;
    for (const auto& name : every_name()) {
        CAPTURE(name);
        alone[name] = rehearsal.shadow(Role::candidate, {name});
        CHECK(to_text(all_of(alone[name])) == to_text(expected_of({name})));
    }
    Random random{17};
    for (int i = 0; i < 5; ++i) {
        Names subset;
        for (const auto& name : every_name()) {
            if (i == 0 || random.percent(50)) subset.push_back(name);
        }
        const auto together = rehearsal.shadow(Role::candidate, subset);
        for (std::size_t at = 0; at < rehearsal.requests.size(); ++at) {
            Findings expected;
            for (const auto& name : subset) expected.merge(Findings{alone[name][at]});
            CAPTURE(rehearsal.requests[at].target);
            REQUIRE(to_text(together[at]) == to_text(expected));
        }
    }
}

TEST_CASE("a candidate without plants and a second legacy differ only by noise") {
    for (const std::uint64_t seed : {1U, 77U}) {
        const Rehearsal rehearsal{{.seed = seed, .requests = 600}, seed};
        CHECK(to_text(all_of(rehearsal.shadow(Role::secondary, {}))) == "");
        CHECK(to_text(all_of(rehearsal.shadow(Role::candidate, {}))) == "");
    }
}

TEST_CASE("only the candidate is ever planted") {
    const Rehearsal rehearsal{{.seed = 4, .requests = telling_requests_min}, 1};
    CHECK(to_text(all_of(rehearsal.shadow(Role::secondary, every_name()))) == "");
}

}  // namespace shadowdiff::demo
