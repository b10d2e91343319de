// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/demo/findings.hpp"

#include <boost/algorithm/string.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cctype>
#include <map>

namespace shadowdiff::demo {

namespace {

using nlohmann::json;

std::string gunzip(std::string packed) {
    z_stream stream{};
    REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string plain(64 << 10, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(plain.data());
    stream.avail_out = static_cast<uInt>(plain.size());
    REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    plain.resize(stream.total_out);
    inflateEnd(&stream);
    return plain;
}

// "price" -> value for headers, "cookies.session" and "cookies.session.secure" for cookies.
std::map<std::string, std::string> facts_of(const Answer& answer) {
    static const std::set<std::string> left_out = {"server", "set-cookie", "date", "x-request-id",
                                                   "server-timing"};
    std::map<std::string, std::string> facts;
    for (const auto& field : answer.fields) {
        const auto name = boost::to_lower_copy(field.name);
        if (!left_out.contains(name)) facts["headers." + name] = field.value;
        if (name != "set-cookie") continue;
        std::vector<std::string> parts;
        boost::split(parts, field.value, boost::is_any_of(";"));
        const auto cookie = "cookies." + parts[0].substr(0, parts[0].find('='));
        facts[cookie] = parts[0];
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto part = boost::to_lower_copy(boost::trim_copy(parts[i]));
            facts[cookie + "." + part.substr(0, part.find('='))] = part;
        }
    }
    return facts;
}

class Comparer {
public:
    explicit Comparer(std::string route) : route_{std::move(route)} {}

    void add(const std::string& pattern, const char* kind) {
        found.insert({route_, pattern, kind});
    }

    template <class Map, class Both>
    void members(const Map& legacy, const Map& candidate, const std::string& prefix, Both both) {
        for (const auto& [name, value] : legacy) {
            const auto other = candidate.find(name);
            if (other == candidate.end()) {
                add(prefix + name, "missing");
            } else {
                both(prefix + name, value, other->second);
            }
        }
        for (const auto& [name, value] : candidate) {
            if (!legacy.contains(name)) add(prefix + name, "added");
        }
    }

    void values(const std::string& at, const json& legacy, const json& candidate) {
        const bool are_numbers = legacy.is_number() && candidate.is_number();
        if (legacy.type() != candidate.type() && !are_numbers) return add(at, "retyped");
        if (legacy.is_object()) {
            return members(legacy.get_ref<const json::object_t&>(),
                           candidate.get_ref<const json::object_t&>(), at + ".",
                           [this](const auto& path, const auto& one, const auto& other) {
                               values(path, one, other);
                           });
        }
        if (legacy.is_array()) return arrays(at, legacy, candidate);
        if (legacy != candidate) add(at, "changed");
    }

    Findings found;

private:
    // Elements are aligned by their key, else by themselves.
    static std::string key_of(const json& element) {
        for (const char* name : {"id", "code", "name"}) {
            if (element.is_object() && element.contains(name)) return element[name].dump();
        }
        return element.dump();
    }

    void arrays(const std::string& at, const json& legacy, const json& candidate) {
        std::vector<std::string> shared_legacy;
        std::vector<std::string> shared_candidate;
        std::map<std::string, json> by_key;
        for (const auto& element : candidate) by_key[key_of(element)] = element;
        REQUIRE(by_key.size() == candidate.size());
        for (const auto& element : legacy) {
            const auto other = by_key.find(key_of(element));
            if (other == by_key.end()) {
                add(at + "[*]", "missing");
                continue;
            }
            shared_legacy.push_back(other->first);
            values(at + "[*]", element, other->second);
        }
        for (const auto& element : candidate) {
            const auto key = key_of(element);
            const bool is_shared = std::ranges::find(shared_legacy, key) != shared_legacy.end();
            if (is_shared) shared_candidate.push_back(key);
            if (!is_shared) add(at + "[*]", "added");
        }
        if (shared_legacy != shared_candidate) add(at, "reordered");
    }

    std::string route_;
};

}  // namespace

std::string to_text(const Findings& findings) {
    std::string text;
    for (const auto& each : findings) {
        text += fmt::format("{} {} {}\n", each.route, each.pattern, each.kind);
    }
    return text;
}

std::string field_of(const Answer& answer, std::string_view name) {
    const auto at = std::ranges::find_if(
        answer.fields, [&](const Field& field) { return boost::iequals(field.name, name); });
    return at == answer.fields.end() ? "" : at->value;
}

std::string plain_body(const Answer& answer) {
    return field_of(answer, "content-encoding") == "gzip" ? gunzip(answer.body) : answer.body;
}

json json_body(const Answer& answer) { return json::parse(plain_body(answer)); }

std::string route_of(const Request& request) {
    const auto path = request.target.substr(0, request.target.find('?'));
    std::vector<std::string> segments;
    boost::split(segments, path, boost::is_any_of("/"));
    for (auto& segment : segments) {
        const auto is_digit = [](unsigned char octet) { return std::isdigit(octet) != 0; };
        if (!segment.empty() && std::ranges::all_of(segment, is_digit)) segment = "{id}";
    }
    return request.method + " " + boost::join(segments, "/");
}

Request to_request(const TrafficRequest& planned) {
    const auto is_coding = [](const Field& field) { return field.name == "Accept-Encoding"; };
    return {.method = planned.method,
            .target = planned.target,
            .accepts_gzip = std::ranges::any_of(planned.fields, is_coding),
            .body = planned.body};
}

Findings compare(const Request& request, const Answer& legacy, const Answer& candidate) {
    Comparer comparer{route_of(request)};
    if (legacy.status != candidate.status) comparer.add("status", "changed");
    comparer.members(facts_of(legacy), facts_of(candidate), "",
                     [&](const auto& path, const auto& one, const auto& other) {
                         if (one != other) comparer.add(path, "changed");
                     });
    if (request.method == "HEAD") return comparer.found;
    if (field_of(legacy, "content-type").starts_with("application/json")) {
        comparer.values("$", json_body(legacy), json_body(candidate));
    } else if (plain_body(legacy) != plain_body(candidate)) {
        comparer.add("body", "changed");
    }
    return comparer.found;
}

const Findings& noise_findings() {
    static const Findings noise = {{"GET /search", "$.query_id", "changed"},
                                   {"GET /search", "$.generated_at", "changed"},
                                   {"GET /search", "$.took_ms", "changed"},
                                   {"GET /search", "$.facets", "reordered"},
                                   {"GET /session", "$.session_id", "changed"},
                                   {"GET /session", "$.expires_at", "changed"},
                                   {"GET /session", "cookies.session", "changed"},
                                   {"POST /orders", "$.id", "changed"},
                                   {"POST /orders", "$.created_at", "changed"},
                                   {"POST /orders", "headers.location", "changed"},
                                   {"POST /search/saved", "$.id", "changed"},
                                   {"POST /search/saved", "$.created_at", "changed"}};
    return noise;
}

Findings without_noise(Findings findings) {
    std::erase_if(findings, [](const Finding& each) { return noise_findings().contains(each); });
    return findings;
}

}  // namespace shadowdiff::demo
