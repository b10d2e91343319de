// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/smallest_request.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace shadowdiff::pipeline {
namespace {

// A request as a frame and the parts that may be missing.
class Parts {
public:
    explicit Parts(const http::Request& whole) : whole_{whole} {
        const std::string_view target = whole.target;
        const auto question = std::min(target.find('?'), target.size());
        path_ = target.substr(0, question);
        for (auto at = question; at < target.size();) {
            const auto end = std::min(target.find('&', at + 1), target.size());
            pairs_.push_back(target.substr(at + 1, end - at - 1));
            at = end;
        }
        for (std::size_t i = 0; i < whole.headers.size(); ++i) {
            if (!http::same_name(whole.headers[i].name, "Host")) fields_.push_back(i);
        }
    }

    std::size_t count() const { return pairs_.size() + fields_.size(); }

    http::Request without(const std::vector<bool>& out) const {
        auto request = whole_;
        request.target = path_;
        char separator = '?';
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            if (out[i]) continue;
            request.target.append(1, separator).append(pairs_[i]);
            separator = '&';
        }
        for (auto i = fields_.size(); i-- > 0;) {
            if (!out[pairs_.size() + i]) continue;
            request.headers.erase(fields_[i]);
        }
        return request;
    }

    std::string words(std::size_t part) const {
        if (part < pairs_.size()) return "query " + std::string{pairs_[part]};
        return "header " + std::string{whole_.headers[fields_[part - pairs_.size()]].name};
    }

private:
    const http::Request& whole_;
    std::string_view path_;
    std::vector<std::string_view> pairs_;
    std::vector<std::size_t> fields_;  // indices into the request's headers
};

}  // namespace

SmallestRequest smallest_request(const http::Request& whole,
                                 const std::function<bool(const http::Request&)>& still_differs,
                                 std::uint64_t asks_max) {
    const Parts parts{whole};
    SmallestRequest smallest{whole, {}, 0};
    std::vector<bool> out(parts.count(), false);
    const auto try_without = [&](std::size_t begin, std::size_t end) {
        auto tried = out;
        std::fill(tried.begin() + static_cast<std::ptrdiff_t>(begin),
                  tried.begin() + static_cast<std::ptrdiff_t>(end), true);
        if (tried == out || smallest.asked >= asks_max) return;
        ++smallest.asked;
        auto request = parts.without(tried);
        if (!still_differs(request)) return;
        out = std::move(tried);
        smallest.request = std::move(request);
    };
    for (auto size = parts.count(); size > 0; size /= 2) {
        for (std::size_t begin = 0; begin < parts.count(); begin += size) {
            try_without(begin, std::min(begin + size, parts.count()));
        }
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i]) smallest.taken_out.push_back(parts.words(i));
    }
    return smallest;
}

}  // namespace shadowdiff::pipeline
