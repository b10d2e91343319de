// SPDX-License-Identifier: Apache-2.0
// What clients connect to: a listener, and whatever serves those it lets in.
#pragma once

#include "base/result.hpp"
#include "mirror/front/listen_options.hpp"

#include <cstddef>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace shadowdiff::mirror {

class Service;

/// All members, and the destructor, are called on the io_context's thread or when it does not run.
class Front {
public:
    /// Listens at once; throws StartupError when it cannot. The io_context must outlive it.
    Front(boost::asio::io_context& io, const ListenOptions& options,
          std::shared_ptr<Service> service);
    ~Front();
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;

    const ListenAddress& address() const;  // from any thread
    /// Takes no new connections; those there are end after the answer under way, when clients() is
    /// 0.
    void drain();
    std::size_t clients() const;
    /// Reads certificates, and looks names up, again. On an Error what was read before goes on.
    Result<void> reload();
    const TurnedAway& turned_away() const;

private:
    class Core;
    std::shared_ptr<Core> core_;
};

}  // namespace shadowdiff::mirror
