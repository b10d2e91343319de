// SPDX-License-Identifier: Apache-2.0
#include "cli/shadow_flags.hpp"

#include "base/escape.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/durations.hpp"
#include "cli/help_format.hpp"
#include "cli/output.hpp"
#include "cli/rule_files.hpp"
#include "cli/terminal.hpp"
#include "cli/text_file.hpp"
#include "pipeline/inspect.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <utility>

namespace shadowdiff::cli {
namespace {

void warn(std::string_view message) { fmt::print(stderr, "shadowdiff: {}\n", printable(message)); }

// What to try: most often the service is simply not there.
std::string_view advice(http::FailureClass failure_class) {
    switch (failure_class) {
        case http::FailureClass::refused:
        case http::FailureClass::unresolved:
        case http::FailureClass::connect_timeout: return "is the service running there?";
        case http::FailureClass::tls: return "is the certificate the one it should be?";
        case http::FailureClass::first_byte_timeout:
        case http::FailureClass::total_timeout: return "does the service answer at all?";
        case http::FailureClass::reset_before_answer:
        case http::FailureClass::reset_inside_answer:
        case http::FailureClass::short_body: return "does the service's log say why?";
        case http::FailureClass::malformed_answer: return "does the service speak HTTP/1 there?";
        case http::FailureClass::protocol_switch: return "what leaves HTTP/1 is not compared";
        case http::FailureClass::shed:
            return "we did not ask; the service is too slow for this traffic";
    }
    return "";
}

// One line for each way in which a leg failed.
void warn_of_failures(const pipeline::Failures& failures) {
    for (const auto& [leg_and_class, found] : failures) {
        const auto& [leg, failure_class] = leg_and_class;
        warn(fmt::format("{}: {} × {}: {} ({})", name(leg), found.n, name(failure_class),
                         found.first_detail, advice(failure_class)));
    }
}

std::shared_ptr<const normalise::ProtoSchema> read_protos(const std::string& name) {
    constexpr std::size_t descriptor_bytes_max = 64 << 20;  // all interfaces of a large company
    auto schema = normalise::ProtoSchema::parse(read_file(name, descriptor_bytes_max));
    if (schema) return std::make_shared<const normalise::ProtoSchema>(std::move(*schema));
    throw StartupError{fmt::format("--proto-descriptor {}: {}", name, schema.error())};
}

void warn_of_recording(const pipeline::RecorderCounts& counts) {
    warn(fmt::format("{} requests recorded", counts.recorded));
    if (counts.error) warn(counts.error->message);
    if (counts.left_out > 0) {
        warn(fmt::format("{} requests not recorded: the disk was too slow, or full",
                         counts.left_out));
    }
}

}  // namespace

void add_shadow_flags(CLI::App& command, ShadowFlags& flags) {
    command.add_option("--candidate", flags.candidate,
                       "the new service: http://host:port, https://…, unix:/socket");
    command.add_option("--secondary", flags.secondary,
                       "a second instance of legacy: shows its own noise");
    command.add_option("--reask-legacy", flags.reask_legacy,
                       "where a legacy that is only observed may be asked again");
    command
        .add_option("--control-share", flags.control_percent,
                    "percent of safe requests asked twice always, without a secondary")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        .add_option("--db", flags.run_file, "the run file to write; one that is there is replaced")
        ->capture_default_str();
    add_keep_flags(command, flags.keep);
    command.add_option("--warm-up", flags.warm_up, "times of the first so long are left out: 30s");
    command.add_option("--candidate-version", flags.candidate_version,
                       "only runs of equal versions are added up; unknown is never");
    command.add_option("--legacy-version", flags.legacy_version, "likewise");
    command.add_option("--duration", flags.duration,
                       "how long to watch: 30s, 5m, 2h (else until Ctrl-C)");
    command.add_option("--proto-descriptor", flags.proto_descriptor,
                       "names protobuf fields: protoc --include_imports --descriptor_set_out");
    command.add_option("--rules", flags.rule_files,
                       "files of rules: what not to count, or to compare otherwise");
    add_config_flag(command, &flags.config_file);
    flags.command = &command;
    add_whether_flags(command, flags.whether);
    add_route_flags(command, flags.routes);
    add_leg_flags(command, flags.legs);
    set_group(command, "How noise is told, and protobuf read",
              {"--reask-legacy", "--control-share", "--proto-descriptor"});
    set_group(command, "What is kept",
              {"--keep", "--max-db-size", "--no-bodies", "--warm-up", "--candidate-version",
               "--legacy-version"});
}

pipeline::ShadowOptions to_options(const ShadowFlags& flags) {
    pipeline::ShadowOptions options;
    if (flags.candidate.empty() && flags.record.directory.empty()) {
        throw StartupError{"--candidate is required: http://host:port, https://… or unix:/socket"};
    }
    if (!flags.candidate.empty()) options.candidate = to_target("--candidate", flags.candidate);
    options.recorder = to_options(flags.record);
    if (!flags.secondary.empty()) options.secondary = to_target("--secondary", flags.secondary);
    if (!flags.reask_legacy.empty()) {
        options.reask_legacy = to_target("--reask-legacy", flags.reask_legacy);
    }
    options.control_share = flags.control_percent / 100;
    if (!flags.duration.empty()) options.duration_max = to_duration("--duration", flags.duration);
    options.run_file = flags.run_file;
    auto rules = load_rules(flags.config_file, flags.rule_files);
    options.rules = std::move(rules.set);
    if (!rules.digest.empty()) options.facts["rules_digest"] = rules.digest;
    options.whether = to_options(flags.whether);
    options.keep = to_options(flags.keep);
    if (!flags.proto_descriptor.empty()) options.protos = read_protos(flags.proto_descriptor);
    if (!flags.warm_up.empty()) options.warm_up = to_duration("--warm-up", flags.warm_up);
    if (!flags.candidate_version.empty()) {
        options.facts["candidate_version"] = flags.candidate_version;
    }
    if (!flags.legacy_version.empty()) options.facts["legacy_version"] = flags.legacy_version;
    options.pins = pins(flags.routes);
    options.openapi = openapi(flags.routes);
    set_legs(options, flags.legs);
    options.on_notice = [](const std::string& notice) { warn(notice); };
    options.read_paused = [command = flags.command]() -> std::optional<bool> {
        const auto paused = read_truth_value(*command, "paused");
        if (paused) return *paused;
        warn(paused.error().message);
        return std::nullopt;
    };
    return options;
}

mirror::Target to_target(std::string_view flag, std::string_view url) {
    auto target = mirror::parse_target(url);
    if (!target) throw StartupError{fmt::format("{}: {}", flag, target.error().message)};
    return *target;
}

int conclude(const pipeline::ShadowResult& result, const pipeline::ShadowOptions& options) {
    warn_of_failures(result.failures);
    if (result.source_error) warn(result.source_error->message);
    if (result.recorded) warn_of_recording(*result.recorded);
    if (result.store_error) warn(result.store_error->message);
    const auto rows = pipeline::read_run(options.run_file);
    if (!rows) {
        warn(rows.error().message);
        return trouble;
    }
    write_output("", reports::render_text(reports::make_report(*rows), text_style()));
    const bool lacks_records = result.recorded && result.recorded->left_out > 0;
    if (result.source_error || result.store_error || lacks_records) return trouble;
    return result.interrupted && !options.is_live ? interrupted : done;
}

}  // namespace shadowdiff::cli
