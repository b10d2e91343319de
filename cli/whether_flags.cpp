// SPDX-License-Identifier: Apache-2.0
#include "cli/whether_flags.hpp"

#include <fmt/format.h>

#include <utility>

namespace shadowdiff::cli {
namespace {

constexpr auto sent_group = "Which requests are sent again";

template <class T>
T or_throw(std::string_view flag, Result<T> parsed) {
    if (parsed) return *std::move(parsed);
    throw StartupError{fmt::format("{}: {}", flag, parsed.error().message)};
}

template <class Parse>
auto parse_all(std::string_view flag, const std::vector<std::string>& texts, Parse parse) {
    std::vector<typename std::invoke_result_t<Parse, std::string_view>::value_type> all;
    for (const auto& text : texts) all.push_back(or_throw(flag, parse(std::string_view{text})));
    return all;
}

}  // namespace

void add_whether_flags(CLI::App& command, WhetherFlags& flags) {
    const auto add = [&](const char* name, auto& value, const char* what) {
        return command.add_option(name, value, what)->group(sent_group);
    };
    // Each takes one value: what stands behind it may be the source.
    const auto add_list = [&](const char* name, auto& values, const char* what) {
        return add(name, values, what)->allow_extra_args(false);
    };
    add_list("--allow-method", flags.allow_method, "unsafe methods the candidate may get: POST,PUT")
        ->delimiter(',');
    add_list("--allow-unsafe", flags.allow_unsafe, "the same on one route: \"POST /orders/*\"");
    command
        .add_flag("--resend-unsafe-to-legacy", flags.resend_unsafe_to_legacy,
                  "these go to --legacy URL and --secondary too: they run twice")
        ->group(sent_group);
    add_list("--include", flags.include, "only route:/a/*, host:H, header:N=V, query:N=V");
    add_list("--exclude", flags.exclude, "all but these");
    add("--sample", flags.sample, "a share of them: 10%")->capture_default_str();
    add("--sample-by", flags.sample_by, "request, connection, header:N, cookie:N")
        ->capture_default_str();
}

mirror::WhetherOptions to_options(const WhetherFlags& flags) {
    mirror::WhetherOptions options;
    options.methods.to_candidate =
        parse_all("--allow-method", flags.allow_method, mirror::parse_method);
    options.methods.routes_to_candidate =
        parse_all("--allow-unsafe", flags.allow_unsafe, mirror::parse_unsafe_route);
    options.methods.resends_to_legacy = flags.resend_unsafe_to_legacy;
    options.filters.include = parse_all("--include", flags.include, mirror::parse_filter);
    options.filters.exclude = parse_all("--exclude", flags.exclude, mirror::parse_filter);
    options.sampling = or_throw("--sample-by", mirror::parse_sampling_key(flags.sample_by));
    options.sampling.rate = or_throw("--sample", mirror::parse_rate(flags.sample));
    const bool allows_none = flags.allow_method.empty() && flags.allow_unsafe.empty();
    if (flags.resend_unsafe_to_legacy && allows_none) {
        throw StartupError{
            "--resend-unsafe-to-legacy: nothing is allowed yet: name it with --allow-method"};
    }
    return options;
}

}  // namespace shadowdiff::cli
