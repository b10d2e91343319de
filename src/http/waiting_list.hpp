// SPDX-License-Identifier: Apache-2.0
// The conversations that hold something, the one that began first in front, and how much all of
// them hold: one bound over all connections.
#pragma once

#include <boost/intrusive/list.hpp>

#include <cstddef>

namespace shadowdiff::http {

class WaitingList {
public:
    /// A conversation's place; it leaves the list when it is destroyed.
    struct Place {
        boost::intrusive::list_member_hook<
            boost::intrusive::link_mode<boost::intrusive::auto_unlink>>
            hook;
        std::size_t bytes = 0;
    };

    explicit WaitingList(std::size_t bytes_max) : bytes_max_{bytes_max} {}

    /// That conversation holds so many bytes now.
    void note(Place& place, std::size_t bytes) {
        if (bytes == place.bytes) return;
        bytes_ += bytes - place.bytes;
        if (place.bytes == 0) places_.push_back(place);
        if (bytes == 0) places_.erase(places_.iterator_to(place));
        place.bytes = bytes;
    }

    /// Whose turn it is to be given up; null while all is inside the bound.
    Place* over() { return bytes_ > bytes_max_ ? &places_.front() : nullptr; }

    std::size_t bytes() const { return bytes_; }

private:
    using Hook = decltype(Place::hook);
    using Places =
        boost::intrusive::list<Place, boost::intrusive::member_hook<Place, Hook, &Place::hook>,
                               boost::intrusive::constant_time_size<false>>;

    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    Places places_;
};

}  // namespace shadowdiff::http
