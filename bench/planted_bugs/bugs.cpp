// SPDX-License-Identifier: Apache-2.0
#include "bench/planted_bugs/bugs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <utility>

namespace shadowdiff::planted {
namespace {

// 0 is the usual value's.
unsigned number(const Field& field) { return field.noise ? *field.noise + 1 : 0; }

std::string uuid(unsigned seed, char version) {
    const auto scattered = (seed + 1) * 2'654'435'761U;
    return fmt::format("{:08x}-{:04x}-{}{:03x}-8{:03x}-{:08x}{:04x}", scattered, scattered >> 16U,
                       version, scattered & 0xFFFU, scattered >> 20U, scattered ^ 0x5bd1e995U,
                       scattered >> 11U & 0xFFFFU);
}

std::string text(std::string_view name, std::string_view value) {
    return fmt::format(R"("{}": "{}")", name, value);
}

std::string_view word(unsigned index) {
    static constexpr std::array<std::string_view, 11> words = {"lamp", "desk",  "chair", "shelf",
                                                               "sofa", "stool", "table", "bench",
                                                               "rug",  "clock", "vase"};
    return words[index % words.size()];
}

// Noise swaps two neighbours of six: an order that legacy does not keep.
std::string tags(const Field& field, std::string_view rest) {
    std::array<int, 6> order{1, 2, 3, 4, 5, 6};
    if (field.noise) {
        for (unsigned i = 0; i < 5; ++i) {
            if ((number(field) >> i & 1U) != 0) std::swap(order[i], order[i + 1]);
        }
    }
    if (field.has_bug) std::ranges::reverse(order);
    return fmt::format(R"("tags": [{}]{})", fmt::join(order, ", "), rest);
}

// Noise gives the third element another value.
std::string elements(const Field& field, std::string_view last, std::string_view buggy_last) {
    return fmt::format(R"("rows": ["a", "b", "{}{}", "c"{}])", word(number(field)), number(field),
                       field.has_bug ? buggy_last : last);
}

constexpr long now = 1'760'000'000;

std::string clock(long seconds) {
    const auto of_day = seconds % 86'400;
    return fmt::format("2025-10-09T{:02}:{:02}:{:02}Z", of_day / 3600, of_day / 60 % 60,
                       of_day % 60);
}

std::string owner(const Field& field) {
    const auto id = uuid(number(field), '4');
    const auto linked = field.has_bug ? uuid(1000 + number(field), '4') : id;
    return fmt::format(R"("owner": {{"id": "{}", "self": "/users/{}"}})", id, linked);
}

// base64url of {"alg":"HS256"} or {"alg":"none"}, and of {"sub":"…"}
std::string token(const Field& field) {
    return fmt::format(
        "{}.eyJzdWIiOiJ{}In0.c2lnbmF0dXJl{:04}",
        field.has_bug ? "eyJhbGciOiJub25lIn0" : "eyJhbGciOiJIUzI1NiJ9",
        field.noise ? fmt::format("{}", static_cast<char>('A' + *field.noise % 26)) : "x",
        number(field));
}

std::uint16_t status(const Field& field) {
    if (field.has_bug) return 500;
    return field.noise ? static_cast<std::uint16_t>(200 + 1 + *field.noise % 3) : 200;
}

std::vector<Bug> make_values() {
    return {
        {"a number off by one", false,
         [](auto& f) { return fmt::format(R"("stock": {})", 400 + 7 * number(f) + f.has_bug); }},
        {"another object's text", false,
         [](auto& f) { return text("name", f.has_bug ? "wardrobe" : word(number(f))); }},
        {"a boolean the wrong way round", false,
         [](auto& f) {
             const bool is_true = f.noise ? *f.noise % 2 == 0 : true;
             return fmt::format(R"("open": {})", is_true != f.has_bug);
         }},
        {"a price rounded", false,
         [](auto& f) {
             const auto cents = 1249 + 13 * number(f);
             return text("price",
                         fmt::format("{:.2f}", (f.has_bug ? cents / 10 * 10 : cents) / 100.0));
         }},
        {"a text cut short", false,
         [](auto& f) {
             return text("note", fmt::format("made of {} wood{}", word(number(f)),
                                             f.has_bug ? "" : ", by hand"));
         }},
        {"another status", false, [](auto&) { return std::string{R"("done": true)"}; }, status},
        {"a list in another order", false, [](auto& f) { return tags(f, ""); }},
    };
}

std::vector<Bug> make_shapes() {
    return {
        {"an element lost", true, [](auto& f) { return elements(f, R"(, "d")", ""); }},
        {"an element twice", true,
         [](auto& f) { return elements(f, R"(, "d")", R"(, "d", "d")"); }},
        {"a member lost", true,
         [](auto& f) {
             return f.has_bug ? text("kept", "yes")
                              : text("kept", "yes") + ", " + text("name", word(number(f)));
         }},
        {"null for a value", true,
         [](auto& f) { return f.has_bug ? R"("name": null)" : text("name", word(number(f))); }},
        {"a number as a text", true,
         [](auto& f) {
             const auto stock = fmt::format("{}", 400 + number(f));
             return f.has_bug ? text("stock", stock) : R"("stock": )" + stock;
         }},
        {"an empty text", true,
         [](auto& f) { return text("name", f.has_bug ? "" : word(number(f))); }},
        {"a UUID of version 1 for 4", true,
         [](auto& f) { return text("key", uuid(number(f), f.has_bug ? '1' : '4')); }},
        {"seconds for milliseconds", true,
         [](auto& f) {
             const long at = now + number(f);
             return fmt::format(R"("at": {})", f.has_bug ? at : at * 1000 + 500);
         }},
        {"local time for UTC", true,
         [](auto& f) {
             return text("at", clock(now + static_cast<long>(number(f)) + (f.has_bug ? 7200 : 0)));
         }},
        {"zero for an id", true,
         [](auto& f) {
             return fmt::format(R"("order": {})", f.has_bug ? 0 : 71'000'003 + 977 * number(f));
         }},
        {"a token signed by nobody", true, [](auto& f) { return text("token", token(f)); }},
        {"a link to another object", true, owner},
        {"no answer", true, [](auto& f) { return text("name", word(number(f))); }, nullptr, true},
    };
}

}  // namespace

const std::vector<Bug>& bugs() {
    static const auto all = [] {
        auto list = make_values();
        for (auto& bug : make_shapes()) list.push_back(std::move(bug));
        for (auto& bug : list) bug.mints = bug.name == "a link to another object";
        return list;
    }();
    return all;
}

http::Response answer(const Bug& bug, const Field& field) {
    http::Response response;
    response.status = bug.status ? bug.status(field) : 200;
    response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    response.body = http::make_body(
        fmt::format(R"({{"id": 17, "kind": "order", {}, "lines": [{{"sku": "a-1", "n": 2}}]}})",
                    bug.members(field)));
    return response;
}

}  // namespace shadowdiff::planted
