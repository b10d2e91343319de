// SPDX-License-Identifier: Apache-2.0
// The buffers that all connections of one io_context read into.
#pragma once

#include "mirror/net.hpp"
#include "mirror/wire/read_buffers.hpp"

#include <boost/asio/execution_context.hpp>

#include <memory>

namespace shadowdiff::mirror {

/// Used on the io_context's thread.
class BufferPool : public asio::execution_context::service {
public:
    static inline asio::execution_context::id id;
    explicit BufferPool(asio::execution_context& context) : service{context} {}

    /// Shared, since what read into them may outlive the io_context.
    const std::shared_ptr<ReadBuffers>& buffers() const { return buffers_; }

private:
    void shutdown() noexcept override {}

    std::shared_ptr<ReadBuffers> buffers_ = std::make_shared<ReadBuffers>();
};

}  // namespace shadowdiff::mirror
