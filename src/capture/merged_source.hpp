// SPDX-License-Identifier: Apache-2.0
// Several sources as one, by the times of their packets: both directions of a link in two files
// become one capture.
#pragma once

#include "capture/source.hpp"
#include "capture/troubles.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::capture {

/// Equal times keep the order of the sources. A source's own packets keep their order even where
/// its times go back. One that ends early or with an Error ends alone; that comes when all have
/// ended.
class MergedSource final : public PacketSource {
public:
    MergedSource(std::string description, std::vector<std::unique_ptr<PacketSource>> sources);

    Next next() override;
    void add_drops(Coverage& coverage) override;
    std::string description() const override { return description_; }

private:
    struct Head {  // the next packet of a source, borrowed from it
        frames::Packet packet;
        std::size_t source;
    };
    static bool is_later(const Head& a, const Head& b);
    bool read_heads();
    bool read_head(std::size_t source);

    std::string description_;
    std::vector<std::unique_ptr<PacketSource>> sources_;
    std::vector<std::size_t> headless_;  // sources whose next packet is not known
    std::vector<Head> heads_;            // a heap, the earliest first
    std::uint64_t packets_ = 0;
    Troubles troubles_;
};

}  // namespace shadowdiff::capture
