// SPDX-License-Identifier: Apache-2.0
// What a mesh changes in the copies it makes. Pure.
#pragma once

#include "http/message.hpp"

namespace shadowdiff::mirror {

/// Envoy, and with it Istio, appends "-shadow" to the host, before the port: it is taken off.
void undo_copying(http::Request& copy);

}  // namespace shadowdiff::mirror
