// SPDX-License-Identifier: Apache-2.0
// Addresses of Unix sockets: "unix:/path", of as many bytes as sockaddr_un holds (unix(7)).
#pragma once

#include <sys/un.h>

#include <cstddef>
#include <string_view>

namespace shadowdiff::mirror {

inline constexpr std::string_view unix_scheme = "unix:";
inline constexpr std::size_t socket_path_bytes_max = sizeof(sockaddr_un::sun_path) - 1;

constexpr bool is_socket_path(std::string_view path) {
    return path.starts_with('/') && path.size() <= socket_path_bytes_max && !path.contains('\0');
}

}  // namespace shadowdiff::mirror
