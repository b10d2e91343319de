// SPDX-License-Identifier: Apache-2.0
#include "capture/rotating_directory.hpp"

#include "capture/file_bytes.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <utility>

namespace shadowdiff::capture {

RotatingDirectory::RotatingDirectory(DirectoryOptions options, DirectoryFiles files)
    : options_{std::move(options)}, files_{std::move(files)} {}

std::string RotatingDirectory::description() const {
    return "directory " + options_.directory.string();
}

Next RotatingDirectory::next() {
    for (;;) {
        if (auto next = file_ ? read_file() : go_on()) return std::move(*next);
    }
}

// Nothing when the file is done with, or is known to grow no longer.
std::optional<Next> RotatingDirectory::read_file() {
    auto next = file_->next();
    if (auto* packet = std::get_if<frames::Packet>(&next)) {
        packet->number = ++packets_;
        return next;
    }
    if (auto* error = std::get_if<Error>(&next)) report(std::move(*error));
    if (auto* finished = std::get_if<Finished>(&next); finished && finished->early) {
        report_early_end(*std::move(finished->early));
    }
    if (!std::holds_alternative<NotYet>(next)) {
        close_file();
        return std::nullopt;
    }
    // All is read that was there; and it was all, if a newer file has come by now.
    if (auto looked = look_again(); !looked) return std::move(looked.error());
    const bool is_newest = !files_.next();
    file_->follow(is_newest);
    if (!is_newest) return std::nullopt;
    return wait();
}

// No file is open: the next one, or the end. Nothing when there may be one to read now.
std::optional<Next> RotatingDirectory::go_on() {
    if (files_.next()) {
        open_next();
        return std::nullopt;
    }
    if (!options_.follow) return troubles_.end();
    if (auto looked = look_again(); !looked) return std::move(looked.error());
    if (files_.next()) return std::nullopt;
    return wait();
}

void RotatingDirectory::open_next() {
    const auto path = *files_.next();
    files_.take_next();
    auto bytes = open_bytes(path);
    if (!bytes) return report(std::move(bytes.error()));
    file_ = std::make_unique<Savefile>(name_of(path), std::move(*bytes), options_.limits);
    file_->follow(options_.follow);
}

void RotatingDirectory::close_file() {
    file_->add_drops(drops_);
    file_.reset();
}

Result<void> RotatingDirectory::look_again() {
    auto scanned = files_.scan();
    for (const auto& path : files_.take_missed()) {
        report({fmt::format("{}: removed or written anew before it could be read", path.string())});
    }
    return scanned;
}

NotYet RotatingDirectory::wait() const {
    poll(nullptr, 0, static_cast<int>(options_.limits.rotation_poll.count()));
    return {};
}

void RotatingDirectory::report(Error error) {
    if (options_.on_trouble) return options_.on_trouble(std::move(error));
    troubles_.add(std::move(error));
}

void RotatingDirectory::report_early_end(Error error) {
    if (options_.on_early_end) return options_.on_early_end(std::move(error));
    troubles_.add_early_end(std::move(error));
}

void RotatingDirectory::add_drops(Coverage& coverage) {
    coverage.add(std::exchange(drops_, {}));
    if (file_) file_->add_drops(coverage);
}

Result<std::unique_ptr<PacketSource>> open_directory(DirectoryOptions options) {
    DirectoryFiles files{options.directory};
    if (auto scanned = files.scan(); !scanned) return std::unexpected{scanned.error()};
    if (!files.next() && !options.follow) {
        return std::unexpected{
            Error{fmt::format("{}: no capture files there", options.directory.string())}};
    }
    files.begin_with_oldest();
    return std::make_unique<RotatingDirectory>(std::move(options), std::move(files));
}

}  // namespace shadowdiff::capture
