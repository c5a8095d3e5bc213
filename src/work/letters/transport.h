// One letter on its way: to the mail relay by SMTP, to the gateway for short messages by a signed POST. What it needs is handed in; nothing is kept of it.
// Guarantees: it goes where the settings say and nowhere else – no redirect, no proxy, no address out of a text; with TLS only to whom the system's
// certificates, or the ones that are named, vouch for; a password never over an open line; of an answer only its code is kept.
// Begin with Transport.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/spool.h"
#include "base/text/address_gate.h"
#include "work/letters/decisions.h"

namespace kwota::letters {

/// Where mail goes out.
struct MailPlace {
  address_gate::Relay relay;
  std::string from, user;  ///< user empty: without signing in
  std::string password{};
};
/// Where short messages go out.
struct MessagePlace {
  std::string address;
  std::string key{};  ///< by which they are signed
};

/// A file that goes with a letter.
struct Enclosure {
  std::shared_ptr<Spool> file;
  std::string name, content_type;
};

struct Parcel {
  Letter letter;
  Instant now;
  std::optional<Enclosure> enclosure{};
};

class Transport {
 public:
  virtual ~Transport() = default;
  /// Nothing: it was broken off because the program ends, and nobody knows what came of it.
  virtual std::optional<TryResult> mail(const MailPlace& place, const Parcel& parcel) = 0;
  virtual std::optional<TryResult> message(const MessagePlace& place, const Parcel& parcel) = 0;
};

/// Over the network. `authorities`: a file of certificates beside the system's; empty: those alone. `ending`: asked often while it waits.
std::unique_ptr<Transport> network_transport(std::string authorities, std::function<bool()> ending);

/// A text in a header, as RFC 2047 has it: in ASCII as it is, else in words of base64.
std::string header_text(std::string_view text);
/// "Mon, 23 Nov 2026 12:00:00 +0000"
std::string mail_date(Instant at);
/// What the gateway gets, and how it is signed: HMAC-SHA256 over method, path, body, time and Message-ID, as outlets sign (docs/outlets.md).
std::string message_body(const Letter& letter);
std::string message_signature(const std::string& key, std::string_view path, std::string_view body, const std::string& time, const std::string& nonce);

}  // namespace kwota::letters
