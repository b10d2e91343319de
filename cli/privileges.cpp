// SPDX-License-Identifier: Apache-2.0
#include "cli/privileges.hpp"

#include "base/result.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

[[noreturn]] void refuse(const std::string& user, std::string_view why) {
    throw StartupError{fmt::format("--user {}: {}", user, why)};
}

struct Identity {
    uid_t user = 0;
    gid_t group = 0;
};

Identity find(const std::string& name) {
    constexpr std::size_t entry_bytes_max = 64 << 10;  // longer than any entry that is in use
    std::vector<char> text(entry_bytes_max);
    passwd entry{};
    passwd* found = nullptr;
    const int error = getpwnam_r(name.c_str(), &entry, text.data(), text.size(), &found);
    if (!found) {
        refuse(name, error == 0 ? "no such user (getent passwd lists them)" : std::strerror(error));
    }
    return {entry.pw_uid, entry.pw_gid};
}

bool is_for_good(const Identity& to) {
    std::array<uid_t, 3> users{};
    std::array<gid_t, 3> groups{};
    if (getresuid(&users[0], &users[1], &users[2]) != 0) return false;
    if (getresgid(&groups[0], &groups[1], &groups[2]) != 0) return false;
    if (users != std::array{to.user, to.user, to.user}) return false;
    if (groups != std::array{to.group, to.group, to.group}) return false;
    return to.user == 0 || (setuid(0) != 0 && seteuid(0) != 0);
}

Identity become(const std::string& name) {
    const auto to = find(name);
    const bool is_already = geteuid() == to.user && getegid() == to.group;
    if (!is_already && initgroups(name.c_str(), to.group) != 0) {
        refuse(name, fmt::format("cannot take its groups: {} (only root may become another user)",
                                 std::strerror(errno)));
    }
    if (setresgid(to.group, to.group, to.group) != 0 || setresuid(to.user, to.user, to.user) != 0) {
        refuse(name, fmt::format("cannot become it: {} (only root may become another user)",
                                 std::strerror(errno)));
    }
    // A change of user may have made the process dumpable again.
    prctl(PR_SET_DUMPABLE, 0);
    return to;
}

// Of the first 32 capabilities, those in the mask, where we have them.
bool keep_only(std::uint32_t mask) {
    __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> now{};
    if (syscall(SYS_capget, &header, now.data()) != 0) return false;
    const auto kept = now[0].permitted & mask;
    const std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> wanted{
        {{.effective = kept, .permitted = kept, .inheritable = 0}, {}}};
    return syscall(SYS_capset, &header, wanted.data()) == 0;
}

}  // namespace

void gain_no_privileges() { prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

void drop_privileges(const std::string& user) {
    std::optional<Identity> became;
    if (!user.empty()) became = become(user);
    // Others' folders, and files in sticky ones: root may have been told to write there.
    const bool stays_root = !became && geteuid() == 0;
    constexpr auto files = CAP_TO_MASK(CAP_DAC_OVERRIDE) | CAP_TO_MASK(CAP_FOWNER);
    if (!keep_only(stays_root ? files : 0)) {
        throw StartupError{fmt::format("cannot give capabilities up: {}", std::strerror(errno))};
    }
    // Not before: with CAP_SETUID the way back stands open to anyone.
    if (became && !is_for_good(*became)) refuse(user, "the way back to root is open; not going on");
}

}  // namespace shadowdiff::cli
