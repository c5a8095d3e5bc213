// One request over HTTP/1.1 to a server that we know, answered while one waits; bounded in time and size. Only what the link of the
// key office needs: no TLS (loopback, or a tunnel that is the machine's), no redirect, no chunks.   Begin with post_json().
#pragma once
#include <string>

#include "base/result.h"

namespace kwota::office_link {

/// The answer's body. `address`: http://host:port. Errors: `not_reached` {address, reason}.
Result<std::string> post_json(const std::string& address, const std::string& path, const std::string& body, int seconds_max);

}  // namespace kwota::office_link
