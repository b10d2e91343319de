// SPDX-License-Identifier: Apache-2.0
#include "tests/support/packet_marks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace shadowdiff::test {
namespace {

constexpr std::array sending_verbs{
    "cut",  "pause",      "wrap",  "syn data",  "syn ack data",
    "ack",  "fin",        "reset", "keepalive", "zero window probe",
    "open", "connection", "reuse",
};

constexpr std::array packet_verbs{
    "lose",      "swap",  "repeat",        "move",   "reverse", "overlap different", "overlap",
    "merge",     "split", "differ before", "differ", "snap",    "bad checksum",      "fragment",
    "ack first", "acked", "ack less",      "urgent", "stamp",
};

template <class Verbs>
std::string_view verb_of(std::string_view line, const Verbs& verbs) {
    for (const std::string_view verb : verbs) {
        if (!line.starts_with(verb)) continue;
        if (line.size() == verb.size() || line[verb.size()] == ' ') return verb;
    }
    return {};
}

Mark make_mark(std::string_view line, std::string_view verb) {
    Mark mark{std::string{verb}, {}};
    std::istringstream words{std::string{line.substr(verb.size())}};
    for (std::string word; words >> word;) mark.words.push_back(word);
    return mark;
}

class ScriptReader {
public:
    void mark(std::string_view line) {
        line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
        if (const auto verb = verb_of(line, packet_verbs); !verb.empty()) {
            script_.packet_marks.push_back(make_mark(line, verb));
            return;
        }
        const auto verb = verb_of(line, sending_verbs);
        if (verb.empty()) throw std::invalid_argument{"packets: no mark: " + std::string{line}};
        if (verb == "connection" || verb == "reuse") {
            script_.connections.push_back({verb == "reuse", {}});
        } else {
            steps().push_back({make_mark(line, verb), {}});
        }
    }
    void line(const Turn& turn) {
        const bool goes_on = !steps().empty() && !steps().back().mark &&
                             steps().back().turn.from_client == turn.from_client;
        if (goes_on) {
            steps().back().turn.bytes += turn.bytes;
        } else {
            steps().push_back({std::nullopt, turn});
        }
    }
    PacketScript take() { return std::move(script_); }

private:
    std::vector<Step>& steps() { return script_.connections.back().steps; }

    PacketScript script_{{ConnectionScript{}}, {}};
};

}  // namespace

std::size_t Mark::number(std::size_t i) const {
    const auto value = signed_number(i, -1);
    if (value < 0) throw std::invalid_argument{"packets: " + verb + " needs a number"};
    return static_cast<std::size_t>(value);
}

std::int64_t Mark::signed_number(std::size_t i, std::int64_t otherwise) const {
    if (i >= words.size()) return otherwise;
    const auto& word = words[i];
    std::int64_t value = 0;
    const auto* end = word.data() + word.size();
    if (std::from_chars(word.data(), end, value).ptr != end) {
        throw std::invalid_argument{"packets: " + verb + ": no number: " + word};
    }
    return value;
}

bool Mark::is_client() const {
    const bool client = !words.empty() && words[0] == "client";
    if (!client && (words.empty() || words[0] != "server")) {
        throw std::invalid_argument{"packets: " + verb + " needs client or server"};
    }
    return client;
}

Bytes Mark::bytes(std::size_t i) const {
    if (i >= words.size()) return {};
    const auto turns = parse_conversation(">>> " + words[i] + "\\\n");
    return turns.at(0).bytes;
}

PacketScript parse_script(std::string_view conversation) {
    ScriptReader reader;
    while (!conversation.empty()) {
        const auto line = conversation.substr(0, conversation.find('\n'));
        conversation.remove_prefix(std::min(line.size() + 1, conversation.size()));
        if (line.starts_with('#')) {
            reader.mark(line);
        } else {
            for (const auto& turn : parse_conversation(line)) reader.line(turn);
        }
    }
    return std::move(reader).take();
}

}  // namespace shadowdiff::test
