// Addresses to which something leaves the house: of people, of the mail relay, of the gateway for short messages. What passed stands in a header or an
// address as it is: it has no line end, no blank, no control character, and nothing that a server takes for an order.
// Never: looks an address up.   Begin with admit_mail().
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::address_gate {

/// One plain address, "wang.li@example.org", in ASCII. Error `bad_mail_address` {text}.
Result<void> admit_mail(std::string_view text);
/// Digits, with + in front, and blanks or - between them. Error `bad_phone` {text}.
Result<void> admit_phone(std::string_view text);
/// Of a phone nothing but its digits, and + in front.
std::string bare_phone(std::string_view text);

enum class Security : std::uint8_t { tls, starttls, none };

struct Relay {
  Security security = Security::tls;
  std::string host;
  std::uint16_t port = 0;
  bool here() const;  ///< on this machine: nothing goes over a line
};
/// smtps://host:465, smtp+starttls://host:587, smtp://host:25. Error `bad_relay` {text}.
Result<Relay> parse_relay(std::string_view text);
/// https://host/path; http:// on this machine alone. No name and no password in it. Error `bad_gateway` {text}.
Result<void> admit_gateway(std::string_view text);
/// A name for signing in at the relay: printable ASCII without blanks. Error `bad_mail_user` {text}.
Result<void> admit_user(std::string_view text);

}  // namespace kwota::address_gate
