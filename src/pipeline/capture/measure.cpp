// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/measure.hpp"

#include "base/overload.hpp"
#include "frames/ether.hpp"
#include "frames/ip.hpp"
#include "mirror/request/mark.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

using frames::Layer;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr Timestamp year_2000{std::chrono::seconds{946'684'800}};
constexpr Duration step_back = std::chrono::seconds{1};  // less is packets of two interfaces
constexpr std::size_t ports_told_max = 5;
constexpr std::uint64_t waiting_packets_max = 1 << 20;  // more than a small ring can hold

// Whether anything but TCP, or a piece of it, stands behind the outermost IP header.
bool is_tunnelled(const frames::Packet& packet) {
    frames::Frame frame{.bytes = packet.bytes};
    auto next = frames::behind_link(packet.link_type, frame);
    if (next && *next == Layer::ethernet) next = frames::behind_ethernet(frame);
    if (next && *next == Layer::ip) next = frames::behind_ip(frame);
    return next && *next != Layer::tcp && *next != Layer::ip_fragment;
}

// When to stop reading. Live packets that came before the end are read even then, so that no
// exchange is torn that was whole on the wire.
class Watch {
public:
    Watch(std::optional<Duration> duration, const StopSignal& stop)
        : duration_{duration}, stop_{stop} {}

    bool is_over() {
        if (over_at_) return elapsed() - over_after_ > drain_max;
        if (!stop_.is_asked() && (!duration_ || elapsed() < *duration_)) return false;
        over_after_ = elapsed();
        over_at_ = std::chrono::system_clock::now();
        return !duration_;
    }
    bool is_over_at(Timestamp packet_at) {
        empty_polls_ = 0;
        return over_at_ && packet_at > *over_at_;
    }
    bool is_over_in_silence() { return over_at_ && ++empty_polls_ == empty_polls_max; }
    Duration elapsed() const { return steady_clock::now() - start_; }

private:
    static constexpr Duration drain_max = std::chrono::seconds{1};
    static constexpr int empty_polls_max = 2;  // the kernel hands packets over in blocks

    std::optional<Duration> duration_;
    const StopSignal& stop_;
    steady_clock::time_point start_ = steady_clock::now();
    Duration over_after_{};
    std::optional<Timestamp> over_at_;
    int empty_polls_ = 0;
};

}  // namespace

Measurer::Measurer(std::vector<std::uint16_t> ports) { measured_.ports = std::move(ports); }

void Measurer::take(const frames::Packet& packet, Timestamp now) {
    ++measured_.packets;
    note_time(packet, now);
    const auto segment = decoder_.decode(packet);
    note_cuts(packet, segment.has_value());
    if (segment) take(*segment);
}

void Measurer::note_time(const frames::Packet& packet, Timestamp now) {
    auto& clock = measured_.clock;
    if (packet.at < year_2000) {
        ++clock.unset;
        return;
    }
    clock.ahead_max = std::max(clock.ahead_max, packet.at - now);
    clock.behind_max = std::max(clock.behind_max, now - packet.at);
    if (last_at_ && packet.at < *last_at_ - step_back) ++clock.backwards;
    last_at_ = packet.at;
}

void Measurer::note_cuts(const frames::Packet& packet, bool has_segment) {
    const bool is_cut = decoder_.lost() == Blind::snaplen_cuts;
    const bool by_snaplen = packet.original_length > packet.bytes.size();
    if (is_cut) ++(by_snaplen ? measured_.packets_cut : measured_.packets_cut_early);
    if (!(has_segment || is_cut) || !is_tunnelled(packet)) return;
    ++measured_.tunnel_packets;
    if (is_cut) ++measured_.tunnel_packets_cut;
}

void Measurer::take(const frames::Segment& segment) {
    const auto& ports = measured_.ports;
    const bool to_server = goes_to_server(segment, ports);
    const auto port = to_server ? segment.destination.port : segment.source.port;
    if (!ports.empty() && std::ranges::count(ports, port) == 0) {
        note_other(segment, port);
        return;
    }
    ++measured_.tcp_packets;
    directions_.take(segment, to_server);
    flows_.take(segment, [this](const http::Sighting& sighting) { take(sighting); });
}

// A handshake says which port listens; `guessed` holds where none of the two was in one.
void Measurer::note_other(const frames::Segment& segment, std::uint16_t guessed) {
    if (segment.flags.syn) listens_[guessed] = true;
    const auto to = segment.destination.port;
    const auto from = segment.source.port;
    if (listens_[to] == listens_[from]) {
        ++others_[guessed];
    } else {
        ++others_[listens_[to] ? to : from];
    }
}

void Measurer::take(const http::Sighting& sighting) {
    std::visit(Overload{
                   [this](const http::RequestSeen&) { ++measured_.requests; },
                   [this](const http::RequestComplete& complete) {
                       const auto& headers = complete.exchange.request.headers;
                       if (find(headers, mirror::mark_header)) ++measured_.own_requests;
                   },
                   [this](const http::AnswerSeen& seen) {
                       if (seen.pairing == http::Pairing::exact) ++measured_.exact_answers;
                   },
                   [](const http::Lost&) {},
                   [](const http::ConnectionEnded&) {},
               },
               sighting);
}

std::vector<PortCount> Measurer::busiest_others() const {
    std::vector<PortCount> found;
    for (std::size_t port = 0; port < others_.size(); ++port) {
        if (others_[port] > 0) found.push_back({static_cast<std::uint16_t>(port), others_[port]});
    }
    std::ranges::sort(found, [](const PortCount& one, const PortCount& other) {
        return std::pair{other.packets, one.port} < std::pair{one.packets, other.port};
    });
    found.resize(std::min(found.size(), ports_told_max));
    return found;
}

Measurements Measurer::finish() {
    decoder_.finish();
    // What ends with the watch is no exchange that went wrong.
    flows_.finish([](const http::Sighting&) {});
    measured_.coverage = decoder_.coverage();
    measured_.coverage.add(flows_.coverage());
    measured_.directions = directions_.result();
    measured_.other_ports = busiest_others();
    return std::move(measured_);
}

Measurements measure(capture::PacketSource& source, const std::vector<std::uint16_t>& ports,
                     std::optional<Duration> duration, const StopSignal& stop) {
    const auto system_start = system_clock::now();
    Watch watch{duration, stop};
    Measurer measurer{ports};
    std::optional<Error> error;
    bool ended = false;
    const Overload on_next{
        [&](const frames::Packet& packet) {
            ended = watch.is_over_at(packet.at);
            if (!ended) measurer.take(packet, std::chrono::system_clock::now());
        },
        [&](capture::NotYet) { ended = watch.is_over_in_silence(); },
        [&](capture::Finished& finished) {
            error = std::move(finished.early);
            ended = true;
        },
        [&](Error& failure) {
            error = std::move(failure);
            ended = true;
        },
    };
    while (!ended && !watch.is_over()) {
        auto next = source.next();
        std::visit(on_next, next);
    }
    const Duration steady = watch.elapsed();
    const Duration system = system_clock::now() - system_start;
    auto measured = measurer.finish();
    measured.is_live = duration.has_value();
    measured.watched = std::min(steady, duration.value_or(steady));
    measured.clock.jump = system - steady;
    measured.error = std::move(error);
    source.add_drops(measured.coverage);
    return measured;
}

std::vector<PortCount> ports_waiting(capture::PacketSource& source) {
    // Held against a port that no server has, every other is another one.
    Measurer measurer{{0}};
    for (std::uint64_t i = 0; i < waiting_packets_max; ++i) {
        auto next = source.next();
        const auto* packet = std::get_if<frames::Packet>(&next);
        if (!packet) break;
        measurer.take(*packet, packet->at);
    }
    return measurer.finish().other_ports;
}

}  // namespace shadowdiff::pipeline
