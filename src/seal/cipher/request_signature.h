// How a request over HTTP proves who made it where both sides hold one key: outlets' terminals to this server (docs/outlets.md), this server to the
// gateway of short messages (docs/letters.md).   Begin with request_text().
#pragma once
#include <string>
#include <string_view>

namespace kwota::seal {

/// What is signed of a request: a line each for the form's name, method, target, SHA-256 of the body, time and nonce.
std::string request_text(std::string_view method, std::string_view target, std::string_view body, std::string_view time, std::string_view nonce);
/// HMAC-SHA256 as 64 small hexadecimal digits, as most languages print it.
std::string text_signature(std::string_view key, std::string_view text);

}  // namespace kwota::seal
