// SPDX-License-Identifier: Apache-2.0
#include "cli/shadow_flags.hpp"

#include "base/counted.hpp"
#include "cli/command.hpp"
#include "cli/config_flag.hpp"
#include "cli/durations.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/help_format.hpp"
#include "cli/line_writer.hpp"
#include "cli/output.hpp"
#include "cli/rotate_flag.hpp"
#include "cli/rule_files.hpp"
#include "cli/run_name.hpp"
#include "cli/say.hpp"
#include "cli/terminal.hpp"
#include "cli/text_file.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace shadowdiff::cli {
namespace {

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

std::shared_ptr<const normalise::ProtoSchema> read_protos(const std::string& name) {
    constexpr std::size_t descriptor_bytes_max = 64 << 20;  // all interfaces of a large company
    auto schema = normalise::ProtoSchema::parse(read_file(name, descriptor_bytes_max));
    if (schema) return std::make_shared<const normalise::ProtoSchema>(std::move(*schema));
    throw StartupError{fmt::format("--proto-descriptor {}: {}", name, schema.error())};
}

// "recorded:FILE", or a directory of recordings.
bool take_recorded(pipeline::ShadowOptions& options, http::Leg leg, const std::string& text) {
    constexpr std::string_view prefix = "recorded:";
    if (!text.starts_with(prefix)) return false;
    options.recorded_legs[leg] = text.substr(prefix.size());
    return true;
}

void warn_of_recording(const pipeline::RecorderCounts& counts) {
    warn(counted(counts.recorded, "request recorded", "requests recorded"));
    if (counts.error) warn(counts.error->message);
    if (counts.left_out > 0) {
        warn(fmt::format("{} not recorded: the disk was too slow, or full",
                         counted(counts.left_out, "request", "requests")));
    }
}

}  // namespace

void add_shadow_flags(CLI::App& command, ShadowFlags& flags) {
    command.add_option("--candidate", flags.candidate,
                       "the new service: http://host:port, https://…, unix:/socket, recorded:FILE");
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
    command.add_option("--version-header", flags.version_header,
                       "of answers: says the version of the leg that gave them");
    command
        .add_option("--tenant-header", flags.tenant_header,
                    "of requests: says whose they are, for what was covered")
        ->capture_default_str();
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
    add_redact_flags(command, flags.redact);
    set_group(command, "How noise is told, and protobuf read",
              {"--reask-legacy", "--control-share", "--proto-descriptor"});
    set_group(command, "Which requests are counted together", {"--tenant-header"});
    set_group(command, "What is kept",
              {"--keep", "--max-db-size", "--no-bodies", "--warm-up", "--candidate-version",
               "--legacy-version", "--version-header"});
}

pipeline::ShadowOptions to_options(const ShadowFlags& flags) {
    pipeline::ShadowOptions options;
    if (flags.candidate.empty() && flags.record.directory.empty()) {
        throw StartupError{"--candidate is required: http://host:port, https://… or unix:/socket"};
    }
    if (!flags.candidate.empty() &&
        !take_recorded(options, http::Leg::candidate, flags.candidate)) {
        options.candidate = to_target("--candidate", flags.candidate);
    }
    options.recorder = to_options(flags.record);
    if (!flags.secondary.empty() &&
        !take_recorded(options, http::Leg::secondary, flags.secondary)) {
        options.secondary = to_target("--secondary", flags.secondary);
    }
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
    options.rotate = to_rotate_options(flags.rotate);
    if (!flags.proto_descriptor.empty()) options.protos = read_protos(flags.proto_descriptor);
    if (!flags.warm_up.empty()) options.warm_up = to_duration("--warm-up", flags.warm_up);
    const bool is_told_twice = !flags.candidate_version.empty() || !flags.legacy_version.empty();
    if (!flags.version_header.empty() && is_told_twice) {
        throw StartupError{"--version-header does not go with --candidate-version: one says it"};
    }
    options.version_header = flags.version_header;
    options.tenant_header = flags.tenant_header;
    if (!flags.candidate_version.empty()) {
        options.facts["candidate_version"] = flags.candidate_version;
    }
    if (!flags.legacy_version.empty()) options.facts["legacy_version"] = flags.legacy_version;
    options.pins = pins(flags.routes);
    options.openapi = openapi(flags.routes);
    set_legs(options, flags.legs);
    set_redaction(options, flags.redact);
    const auto lines = std::make_shared<LineWriter>();  // who watches the run waits for no reader
    options.on_notice = [lines](const std::string& notice) { lines->put(warning(notice)); };
    options.read_rules = [config = flags.config_file,
                          files = flags.rule_files]() -> Result<pipeline::ReadRules> {
        try {
            auto read = load_rules(config, files);
            return pipeline::ReadRules{std::move(read.set), std::move(read.digest)};
        } catch (const StartupError& error) {
            return std::unexpected{Error{error.what()}};
        }
    };
    options.read_paused = [command = flags.command, lines]() -> std::optional<bool> {
        const auto paused = read_truth_value(*command, "paused");
        if (paused) return *paused;
        lines->put(warning(paused.error().message));
        return std::nullopt;
    };
    return options;
}

void refuse_recorded_legs(const pipeline::ShadowOptions& options) {
    if (options.recorded_legs.empty()) return;
    throw StartupError{
        "recorded:FILE is for recordings and capture files: what is live is not recorded yet"};
}

mirror::Target to_target(std::string_view flag, std::string_view url) {
    auto target = mirror::parse_target(url);
    if (!target) throw StartupError{fmt::format("{}: {}", flag, target.error().message)};
    return *target;
}

void warn_of_failures(const pipeline::Failures& failures) {
    for (const auto& [leg_and_class, found] : failures) {
        const auto& [leg, failure_class] = leg_and_class;
        warn(fmt::format("{}: {} × {}: {} ({})", name(leg), found.n, name(failure_class),
                         found.first_detail, advice(failure_class)));
    }
}

int conclude(const pipeline::ShadowResult& result, const pipeline::ShadowOptions& options) {
    warn_of_failures(result.failures);
    if (result.source_error) warn(result.source_error->message);
    if (result.early_end) warn(result.early_end->message);
    if (result.recorded) warn_of_recording(*result.recorded);
    if (result.store_error) warn(result.store_error->message);
    auto report = load_report(result.run_file.string(), {});
    name_run_file(report, result.run_file);
    write_output("", reports::render_text(report, text_style()));
    const bool lacks_records = result.recorded && result.recorded->left_out > 0;
    if (result.source_error || result.store_error || lacks_records) return trouble;
    return result.interrupted && !options.is_live ? interrupted : done;
}

}  // namespace shadowdiff::cli
