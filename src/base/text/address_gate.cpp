#include "base/text/address_gate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/ascii.h"

namespace kwota::address_gate {
namespace {

constexpr std::size_t address_max = 254, local_max = 64, label_max = 63, phone_min = 5, phone_max = 15, text_max = 200;

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= label_max && label.front() != '-' && label.back() != '-' && std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// A name of the network, or an address of four numbers.
bool is_host(std::string_view host) {
  while (!host.empty()) {
    const auto dot = std::min(host.find('.'), host.size());
    if (!is_label(host.substr(0, dot))) return false;
    if (dot == host.size()) return true;
    host.remove_prefix(dot + 1);
  }
  return false;
}

/// Words with single dots between them (RFC 5322, 3.2.3), without quotes.
bool is_local(std::string_view local) {
  if (local.empty() || local.size() > local_max || local.front() == '.' || local.back() == '.' || local.front() == '-' || local.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(local, [](char c) { return is_letter_or_digit(c) || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos; });
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_here(std::string_view host) { return host == "localhost" || (host.starts_with("127.") && std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; })); }

bool is_printable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

Error bad(std::string code, std::string what, std::string_view text) { return error(Fault::request, std::move(code), std::move(what), {{"text", std::string(text)}}); }

}  // namespace

Result<void> admit_mail(std::string_view text) {
  const auto at = text.rfind('@');
  const bool good = text.size() <= address_max && at != std::string_view::npos && is_local(text.substr(0, at)) && is_host(text.substr(at + 1));
  if (good) return Done{};
  return bad("bad_mail_address", "This is no mail address; write one, as name@example.org. Nothing was changed.", text);
}

std::string bare_phone(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (is_digit(c) || (c == '+' && out.empty())) out += c;
  return out;
}

Result<void> admit_phone(std::string_view text) {
  const auto bare = bare_phone(text);
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(bare, is_digit));
  const bool clean = std::ranges::all_of(text, [](char c) { return is_digit(c) || c == ' ' || c == '-' || c == '+'; }) && (text.find('+') == std::string_view::npos || text.rfind('+') == 0);
  if (clean && digits >= phone_min && digits <= phone_max) return Done{};
  return bad("bad_phone", "This is no number of a phone that a message could go to; write digits, with + in front of the country's. Nothing was changed.", text);
}

bool Relay::here() const { return is_here(host); }

Result<Relay> parse_relay(std::string_view text) {
  const auto wrong = bad("bad_relay", "Write smtps://host:465, smtp+starttls://host:587 or smtp://host:25. Nothing was changed.", text);
  using Form = std::pair<std::string_view, Security>;
  for (const auto& [form, security] : std::array<Form, 3>{Form{"smtps://", Security::tls}, Form{"smtp+starttls://", Security::starttls}, Form{"smtp://", Security::none}}) {
    if (!text.starts_with(form)) continue;
    const auto place = text.substr(form.size());
    const auto colon = place.find(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : port_of(place.substr(colon + 1));
    if (!port || !is_host(place.substr(0, colon))) return wrong;
    return Relay{security, std::string(place.substr(0, colon)), *port};
  }
  return wrong;
}

Result<void> admit_gateway(std::string_view text) {
  const bool tls = text.starts_with("https://");
  const auto rest = text.substr(std::min(text.size(), tls ? std::size_t{8} : std::size_t{7}));
  const auto authority = rest.substr(0, rest.find('/'));
  const auto colon = authority.find(':');
  const auto host = authority.substr(0, colon);
  const bool port = colon == std::string_view::npos || port_of(authority.substr(colon + 1)).has_value();
  const bool form = tls || (text.starts_with("http://") && is_here(host));
  if (form && port && is_host(host) && text.size() <= text_max && is_printable(text) && text.find_first_of("#\\\"<>") == std::string_view::npos) return Done{};
  return bad("bad_gateway", "Write the gateway's address as https://host/path. Nothing was changed.", text);
}

Result<void> admit_user(std::string_view text) {
  if (!text.empty() && text.size() <= text_max && is_printable(text)) return Done{};
  return bad("bad_mail_user", "This is no name for signing in at a relay: printable letters without blanks. Nothing was changed.", text);
}

}  // namespace kwota::address_gate
