// SPDX-License-Identifier: Apache-2.0
// Where a coroutine waits until somebody lets it go on.
#pragma once

#include "mirror/net.hpp"

#include <boost/asio/deferred.hpp>

#include <functional>
#include <utility>

namespace shadowdiff::mirror {

/// Resumes on the thread that calls it, at most once; destroyed uncalled, it takes the coroutine
/// with it.
using Resume = std::move_only_function<void()>;

/// To be awaited: suspends the caller, and hands its Resume to `keep`. It costs no coroutine of its
/// own.
template <class Keep>
auto park(Keep keep) {
    return asio::async_initiate<const asio::deferred_t&, void()>(
        [keep = std::move(keep)](auto handler) mutable {
            keep(Resume{[handler = std::move(handler)]() mutable { std::move(handler)(); }});
        },
        asio::deferred);
}

}  // namespace shadowdiff::mirror
