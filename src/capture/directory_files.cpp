// SPDX-License-Identifier: Apache-2.0
#include "capture/directory_files.hpp"

#include "capture/natural_order.hpp"
#include "capture/savefile_head.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace shadowdiff::capture {
namespace {

constexpr std::size_t files_max = 65'536;  // in one directory; each costs us about 300 bytes

// day.pcap.gz -> day.pcap
std::string stem_of(const std::string& name) {
    for (const std::string_view suffix : {".gz", ".zst"}) {
        if (name.size() > suffix.size() && name.ends_with(suffix)) {
            return name.substr(0, name.size() - suffix.size());
        }
    }
    return name;
}

}  // namespace

bool DirectoryFiles::NaturalLess::operator()(const std::string& a, const std::string& b) const {
    return natural_less(a, b);
}

Result<void> DirectoryFiles::scan() {
    const auto names = list();
    if (!names) return std::unexpected{names.error()};
    for (const auto& [stem, name] : *names) look_at(stem, name);
    forget_all_but(*names);
    return {};
}

Result<DirectoryFiles::Names> DirectoryFiles::list() const {
    std::error_code error;
    std::filesystem::directory_iterator entry{directory_, error};
    Names names;
    for (; !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
        const auto name = entry->path().filename().string();
        if (name.starts_with('.')) continue;
        auto& on_disk = names[stem_of(name)];
        if (on_disk.empty() || name.size() < on_disk.size()) on_disk = name;  // not the packed one
        if (names.size() > files_max) {
            return std::unexpected{
                Error{fmt::format("{}: more than {} files", directory_.string(), files_max)}};
        }
    }
    if (!error) return names;
    return std::unexpected{
        Error{fmt::format("{}: cannot be read: {}", directory_.string(), error.message())}};
}

void DirectoryFiles::look_at(const std::string& stem, const std::string& name) {
    const auto path = directory_ / name;
    struct stat status{};
    if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return;
    const Signature now{
        status.st_ino, status.st_size,
        std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
    auto& file = files_[stem];
    file.name = name;
    const bool is_packed_copy =
        file.state == State::taken && name != stem && file.head_name == stem;
    if (file.signature == now || is_packed_copy) return;
    file.signature = now;

    auto head = read_head(path);
    const bool has_new_form = file.head_name != name;
    const bool is_written_anew = has_new_form || !head.starts_with(file.head);
    if (file.state == State::waiting && is_written_anew && !has_new_form) missed_.push_back(path);
    if (file.state == State::no_capture || is_written_anew) {
        file.state = is_capture(head) ? State::waiting : State::no_capture;
    }
    file.head = std::move(head);
    file.head_name = name;
}

void DirectoryFiles::forget_all_but(const Names& names) {
    std::erase_if(files_, [&](const auto& stem_and_file) {
        const auto& [stem, file] = stem_and_file;
        if (names.contains(stem)) return false;
        if (file.state == State::waiting) missed_.push_back(directory_ / file.name);
        return true;
    });
}

void DirectoryFiles::begin_with_oldest() {
    struct Begun {
        const std::string* stem;
        Timestamp at;
    };
    std::vector<Begun> begun;
    for (const auto& [stem, file] : files_) {
        if (file.state != State::waiting) continue;
        if (const auto at = first_packet_time(directory_ / file.name))
            begun.push_back({&stem, *at});
    }
    if (begun.empty() || begun.back().at > begun.front().at) return;
    const auto is_older = [](const Begun& a, const Begun& b) { return b.at < a.at; };
    const auto newest = std::ranges::adjacent_find(begun, is_older);
    if (newest == begun.end()) return;
    const bool is_ring =
        std::adjacent_find(std::next(newest), begun.end(), is_older) == begun.end();
    if (is_ring) last_taken_ = *newest->stem;
}

DirectoryFiles::Files::const_iterator DirectoryFiles::find_next() const {
    const auto is_waiting = [](const auto& file) { return file.second.state == State::waiting; };
    const auto behind = last_taken_ ? files_.upper_bound(*last_taken_) : files_.begin();
    const auto found = std::find_if(behind, files_.end(), is_waiting);
    if (found != files_.end()) return found;
    const auto again = std::find_if(files_.begin(), behind, is_waiting);
    return again == behind ? files_.end() : again;
}

std::optional<std::filesystem::path> DirectoryFiles::next() const {
    const auto found = find_next();
    if (found == files_.end()) return std::nullopt;
    return directory_ / found->second.name;
}

void DirectoryFiles::take_next() {
    auto& [stem, file] = *files_.find(find_next()->first);
    file.state = State::taken;
    last_taken_ = stem;
}

std::vector<std::filesystem::path> DirectoryFiles::take_missed() {
    return std::exchange(missed_, {});
}

}  // namespace shadowdiff::capture
