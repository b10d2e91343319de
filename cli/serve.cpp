// SPDX-License-Identifier: Apache-2.0
// shadowdiff serve: the page of a run, live while it is written.
#include "base/hash.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/in_common.hpp"
#include "cli/say.hpp"
#include "cli/text_file.hpp"
#include "reports/render.hpp"
#include "serve/page_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace shadowdiff::cli {
namespace {

using Clock = std::chrono::steady_clock;

// Looking at what requests have in common reads all that are kept; whoever looks at the page waits.
constexpr std::chrono::seconds in_common_max{1};
constexpr std::size_t token_bytes_max = 4'096;
constexpr std::size_t token_bytes_min = 16;  // fewer can be guessed
constexpr auto token_variable = "SHADOWDIFF_SERVE_TOKEN";

struct ServeFlags {
    std::string run_file;
    std::string listen = "127.0.0.1:8099";
    std::string token_file;
    EvidenceFlags evidence;
};

// The page of a file that somebody else writes: made again when the file has changed, and then not
// so often that making it is all this process does.
class LivePage {
public:
    explicit LivePage(const ServeFlags& flags) : flags_{flags} {}

    serve::Page get() {
        const auto stamp = stamp_of_files();
        const auto now = Clock::now();
        if (page_.html && (stamp == stamp_ || now < next_)) return page_;
        auto report = load_report(flags_.run_file, flags_.evidence);
        if (!page_.html) warn_of_unknown_routes(report, flags_.evidence);  // once
        add_in_common(report, flags_.run_file, Clock::now() + in_common_max);
        report.file = flags_.run_file;
        auto html = reports::render_html(report, {.is_live = true});
        page_.tag = "\"" + to_hex(hash128(html)) + "\"";
        page_.html = std::make_shared<const std::string>(std::move(html));
        stamp_ = stamp;
        const auto took = Clock::now() - now;
        next_ = now + took + std::max<Clock::duration>(std::chrono::seconds{1}, 4 * took);
        return page_;
    }

private:
    // What is written goes to the file or to its write-ahead log. Whoever decides about a finding
    // looks for it here: the decisions count as well.
    std::string stamp_of_files() const {
        std::string stamp;
        for (const auto& file :
             {flags_.run_file, flags_.run_file + "-wal", flags_.evidence.decisions}) {
            std::error_code ignored;
            const auto time = std::filesystem::last_write_time(file, ignored);
            stamp += fmt::format("{} {} ", std::filesystem::file_size(file, ignored),
                                 time.time_since_epoch().count());
        }
        return stamp;
    }

    const ServeFlags& flags_;
    serve::Page page_;
    std::string stamp_;
    Clock::time_point next_;
};

std::pair<std::string, std::uint16_t> host_and_port(std::string_view listen) {
    const auto colon = listen.rfind(':');
    auto host = listen.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto text = colon == std::string_view::npos ? "" : listen.substr(colon + 1);
    std::uint16_t port = 0;
    const auto* end = text.data() + text.size();
    const auto [parsed, error] = std::from_chars(text.data(), end, port);
    if (host.empty() || error != std::errc{} || parsed != end) {
        throw StartupError{
            fmt::format("--listen: \"{}\" is no address: expected 127.0.0.1:8099", listen)};
    }
    return {std::string{host}, port};
}

// Never from the command line, where every user of the machine could read it.
std::string read_token(const ServeFlags& flags) {
    std::string token;
    if (!flags.token_file.empty()) {
        token = read_file(flags.token_file, token_bytes_max);
        while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
    } else if (const char* found = std::getenv(token_variable)) {
        token = found;
    }
    if (!token.empty() && token.size() < token_bytes_min) {
        throw StartupError{
            fmt::format("the token for serve is shorter than {} signs (try: openssl "
                        "rand -hex 16)",
                        token_bytes_min)};
    }
    return token;
}

int serve_page(const ServeFlags& flags) {
    LivePage page{flags};
    (void)page.get();  // what is wrong with the file is said now, and not to a browser
    const auto [host, port] = host_and_port(flags.listen);
    const auto token = read_token(flags);
    serve::PageServer server{host, port, {token}, [&] { return page.get(); }};
    if (!server.is_loopback() && token.empty()) {
        throw StartupError{fmt::format(
            "--listen {}: others could read it; give a token by --token-file FILE or in "
            "{}",
            flags.listen, token_variable)};
    }
    say("shadowdiff: serving {} at {}\n", flags.run_file, server.url());
    server.run();
    return done;
}

}  // namespace

void add_serve(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("serve", "the page of a run, live while it is written");
    const auto flags = std::make_shared<ServeFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command
        ->add_option("--listen", flags->listen,
                     "address and port; other than this machine's own need a token")
        ->capture_default_str();
    command->add_option("--token-file", flags->token_file,
                        "a file that holds it (else SHADOWDIFF_SERVE_TOKEN)");
    add_evidence_flags(*command, flags->evidence);
    command->footer("Example: shadowdiff serve run.db");
    commands[command] = [flags] { return serve_page(*flags); };
}

}  // namespace shadowdiff::cli
