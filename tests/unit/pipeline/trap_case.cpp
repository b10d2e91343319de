// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pipeline/trap_case.hpp"

#include "tests/support/conversation.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <stdexcept>

namespace shadowdiff::test {
namespace {

template <class Number>
Number number(std::string_view text) {
    Number value{};
    const auto* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, value).ptr != end || text.empty()) {
        throw std::invalid_argument{"trap: no number: " + std::string{text}};
    }
    return value;
}

frames::LinkType link_type(std::string_view name) {
    static const std::map<std::string_view, frames::LinkType> types{
        {"ethernet", frames::LinkType::ethernet},
        {"cooked", frames::LinkType::linux_cooked},
        {"cooked_v2", frames::LinkType::linux_cooked_v2},
        {"null", frames::LinkType::bsd_null},
        {"loop", frames::LinkType::bsd_loop},
        {"raw", frames::LinkType::raw_ip},
    };
    return types.at(name);
}

Bytes unescaped(std::string_view text) {
    return parse_conversation(">>> " + std::string{text} + "\\\n").at(0).bytes;
}

bool set_connection(TcpOptions& tcp, std::string_view name, std::string_view value) {
    if (name == "client isn") {
        tcp.client_isn = number<std::uint32_t>(value);
    } else if (name == "server isn") {
        tcp.server_isn = number<std::uint32_t>(value);
    } else if (name == "segment") {
        tcp.segment_bytes = number<std::size_t>(value);
    } else if (name == "no handshake") {
        tcp.handshake = false;
    } else if (name == "client port") {
        tcp.client.port = number<std::uint16_t>(value);
    } else if (name == "server port") {
        tcp.server.port = number<std::uint16_t>(value);
    } else if (name == "v6") {
        tcp.client = endpoint_v6(1, tcp.client.port);
        tcp.server = endpoint_v6(2, tcp.server.port);
    } else {
        return false;
    }
    return true;
}

bool set_capture(TrapOptions& options, std::string_view name, std::string_view value) {
    if (name == "link") {
        options.link = link_type(value);
    } else if (name == "vlan") {
        options.vlans.push_back(number<std::uint16_t>(value));
    } else if (name == "client vlan") {
        options.client_vlan = number<std::uint16_t>(value);
    } else if (name == "tcp options") {
        options.tcp_options = unescaped(value);
    } else if (name == "trailer") {
        options.trailer = unescaped(value);
    } else if (name == "snaplen") {
        options.snaplen = number<std::uint32_t>(value);
    } else if (name == "no total length") {
        options.has_total_length = false;
    } else if (name == "skew") {
        options.skew = std::chrono::milliseconds{number<int>(value)};
    } else if (name == "only client" || name == "only server") {
        options.one_side = name.substr(5);
    } else {
        return false;
    }
    return true;
}

bool set_test(TrapOptions& options, std::string_view name) {
    if (name == "every cut") {
        options.every_cut = true;
    } else if (name == "verify checksums") {
        options.verifies_checksums = true;
    } else if (name == "show heads") {
        options.shows_heads = true;
    } else if (name == "show requests") {
        options.shows_requests = true;
    } else if (name == "show ends") {
        options.shows_ends = true;
    } else if (name == "show times") {
        options.shows_times = true;
    } else {
        return false;
    }
    return true;
}

// "client isn 7": the words in front are the name; only the last may be a value.
void set(TrapOptions& options, std::string_view item) {
    const auto last = item.find_last_of(' ');
    const auto front = item.substr(0, last);
    const auto value = last == std::string_view::npos ? std::string_view{} : item.substr(last + 1);
    const bool is_known = set_test(options, item) || set_connection(options.tcp, item, "") ||
                          set_capture(options, item, "") ||
                          set_connection(options.tcp, front, value) ||
                          set_capture(options, front, value);
    if (is_known) return;
    throw std::invalid_argument{"trap: unknown option: " + std::string{item}};
}

void read_options(TrapOptions& options, std::string_view line) {
    while (!line.empty()) {
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const auto item = line.substr(0, line.find(','));
        line.remove_prefix(std::min(item.size() + 1, line.size()));
        if (!item.empty()) set(options, item);
    }
}

}  // namespace

TrapCase parse_trap(std::string name, std::string_view text) {
    constexpr std::string_view marker = "=== exchanges\n";
    const auto at = std::min(text.find(marker), text.size());
    TrapCase made;
    made.name = std::move(name);
    made.text = text.substr(0, at);
    made.expected = text.substr(at);
    std::istringstream lines{made.text};
    for (std::string line; std::getline(lines, line);) {
        constexpr std::string_view options = "options:";
        constexpr std::string_view xfail = "xfail:";
        if (line.starts_with(options)) read_options(made.options, line.substr(options.size()));
        if (line.starts_with(xfail)) made.xfail = line.substr(xfail.size());
    }
    return made;
}

std::vector<TrapCase> read_traps(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() == ".txt") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<TrapCase> traps;
    for (const auto& file : files) {
        std::ifstream in{file, std::ios::binary};
        const std::string text{std::istreambuf_iterator{in}, {}};
        try {
            traps.push_back(parse_trap(file.stem(), text));
        } catch (const std::exception& error) {
            throw std::invalid_argument{file.string() + ": " + error.what()};
        }
    }
    return traps;
}

std::vector<int> trap_numbers(std::string_view name) {
    std::vector<int> numbers;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    while (name.size() > 3 && name[0] == 't' && is_digit(name[1]) && name[3] == '-') {
        numbers.push_back(number<int>(name.substr(1, 2)));
        name.remove_prefix(4);
    }
    return numbers;
}

}  // namespace shadowdiff::test
