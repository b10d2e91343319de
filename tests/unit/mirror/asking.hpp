// SPDX-License-Identifier: Apache-2.0
// A Mirror whose answers are collected, with its legs on loopback.
#pragma once

#include "mirror/mirror.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::mirror {

inline std::shared_ptr<const http::Request> make_request(std::string target,
                                                         std::string method = "GET") {
    http::Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.headers = {{"Host", "a"}};
    return std::make_shared<const http::Request>(std::move(request));
}

inline LegTarget leg_at(std::uint16_t port, http::Leg leg = http::Leg::candidate,
                        LegLimits limits = {}) {
    LegTarget made;
    made.leg = leg;
    made.target.host = "127.0.0.1";
    made.target.port = port;
    made.options.limits = limits;
    return made;
}

inline LegTarget candidate_at(std::string host, std::uint16_t port) {
    auto made = leg_at(port);
    made.target.host = std::move(host);
    return made;
}

inline MirrorOptions options_for(std::vector<LegTarget> legs, MirrorLimits limits = {}) {
    MirrorOptions options;
    options.legs = std::move(legs);
    options.limits = limits;
    return options;
}

/// As a leg receives the request of that target.
inline Bytes sent(const std::string& target, const std::string& method = "GET") {
    return method + " " + target + " HTTP/1.1\r\nHost: a\r\nShadowdiff-Run: r1\r\n\r\n";
}

class Asking {
public:
    Asking(boost::asio::io_context& io, MirrorOptions options) : io_{io} {
        options.run_mark = "r1";
        options.order_seed = 7;
        mirror_.emplace(io, std::move(options),
                        [this](Answered answered) { answers.push_back(std::move(answered)); });
    }
    Asking(boost::asio::io_context& io, std::uint16_t port, LegLimits limits = {})
        : Asking{io, options_for({leg_at(port, http::Leg::candidate, limits)})} {}

    Mirror& mirror() { return *mirror_; }

    void ask(std::uint64_t number, std::shared_ptr<const http::Request> request,
             std::uint64_t connection = 1, std::vector<http::Leg> legs = {http::Leg::candidate},
             std::uint32_t attempt = 0, std::optional<Timestamp> due = {}) {
        mirror_->ask({.id = {0, number},
                      .connection = connection,
                      .request = std::move(request),
                      .legs = std::move(legs),
                      .attempt = attempt,
                      .due = due});
    }

    void run_until_answered(std::size_t count) {
        while (answers.size() < count) io_.run_one();
    }

    /// One request, one answer.
    http::Answer ask_and_wait(std::string target, std::string method = "GET") {
        const auto before = answers.size();
        ask(before, make_request(std::move(target), std::move(method)));
        run_until_answered(before + 1);
        return answers.back().answer;
    }

    std::vector<Answered> answers;

private:
    boost::asio::io_context& io_;
    std::optional<Mirror> mirror_;
};

}  // namespace shadowdiff::mirror
