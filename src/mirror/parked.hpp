// SPDX-License-Identifier: Apache-2.0
// Where a coroutine waits until somebody lets it go on.
#pragma once

#include "mirror/net.hpp"

#include <functional>
#include <utility>

namespace shadowdiff::mirror {

/// Resumes on the thread that calls it, at most once; destroyed uncalled, it takes the coroutine
/// with it.
using Resume = std::move_only_function<void()>;

/// Suspends the caller, and hands its Resume to `keep`.
template <class Keep>
asio::awaitable<void> park(Keep keep) {
    return asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [keep = std::move(keep)](auto handler) mutable {
            keep(Resume{[handler = std::move(handler)]() mutable { std::move(handler)(); }});
        },
        asio::use_awaitable);
}

}  // namespace shadowdiff::mirror
