#include "serve/api/outlet_door.h"


#include <algorithm>

#include "base/ascii.h"
#include "base/text/parts.h"
#include "seal/cipher/request_signature.h"
#include "sell/outlets/clients.h"
#include "store/books.h"

namespace kwota::serve {
namespace {

constexpr std::string_view scheme = "Kwota-HMAC-SHA256 ";
constexpr std::size_t nonce_min = 8, nonce_max = 64, signature_digits = 64, salt_bytes = 16;

Error malformed() {
  return error(Fault::request, "signature_malformed", "The request's signature has not the form that is described; nothing was done. See docs/outlets.md.");
}

bool plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_' || c == '.' || c == ':'; });
}

std::string* member_of(Signed& out, std::string_view name) {
  if (name == "key") return &out.key;
  if (name == "time") return &out.time;
  if (name == "nonce") return &out.nonce;
  return name == "signature" ? &out.signature : nullptr;
}

/// "key=…, time=…": each once, in any order.
Result<Signed> parse(std::string_view text) {
  Signed out;
  for (auto part : parts_of(text)) {
    part.remove_prefix(std::min(part.find_first_not_of(' '), part.size()));
    const auto equals = part.find('=');
    auto* member = equals == std::string_view::npos ? nullptr : member_of(out, part.substr(0, equals));
    if (member == nullptr || !member->empty() || !plain(part.substr(equals + 1))) return malformed();
    *member = part.substr(equals + 1);
  }
  const bool whole = !out.key.empty() && !out.time.empty() && out.nonce.size() >= nonce_min && out.nonce.size() <= nonce_max && out.signature.size() == signature_digits;
  if (!whole) return malformed();
  return out;
}

Error missing() {
  return error(Fault::ours, "outlet_key_missing",
               "The file outlet.key of the data folder is not there or cannot be read, so no outlet's request can be checked. Bring it back from where it is kept, or give the terminals new keys.");
}

}  // namespace

Result<std::optional<Signed>> signed_by(const Request& request) {
  const auto header = request.header("authorization");
  if (!header.starts_with(scheme)) return std::optional<Signed>{};
  TRY(out, parse(header.substr(scheme.size())));
  return std::optional(std::move(out));
}

std::string canonical_text(const Request& request, const Signed& how) { return seal::request_text(request.method, request.target, request.body, how.time, how.nonce); }

OutletDoor::OutletDoor(store::Books& books, const Clock& clock, Random& random, std::filesystem::path folder)
    : books_(books), clock_(clock), random_(random), key_(std::move(folder) / "outlet.key", random), begun_(clock.now()) {}

Result<std::optional<books::Operator>> OutletDoor::enter(const Request& request) {
  TRY(how, signed_by(request));
  if (!how) return std::optional<books::Operator>{};
  const auto now = clock_.now();
  const auto wrong = error(Fault::refused, "signature_wrong", "The signature is not that of a known key over this request; nothing was done. Check key, form and clock of the terminal.");
  const auto found = books_.read([&](const books::Reader& books) -> Result<std::optional<std::pair<books::Outlet, books::OutletClient>>> {
    const auto client = outlets::key_named(books, how->key);
    const auto outlet = client ? books.find<books::Outlet>(client->outlet) : std::nullopt;
    if (!outlet) return std::optional<std::pair<books::Outlet, books::OutletClient>>{};
    return std::optional(std::pair{*outlet, *client});
  });
  if (!found) return found.error();
  if (!*found) return wrong;
  const auto& [outlet, client] = **found;
  TRY(key, key_of(client, IfAbsent::miss));
  if (!equal_secret(view_of(seal::text_signature(key, canonical_text(request, *how))), view_of(how->signature))) return wrong;
  if (!outlets::usable(client, now) || outlet.state == books::OutletStatus::closed)
    return error(Fault::refused, "key_not_good", "This key was revoked, or another has followed it; nothing was done. Ask the utility for a new one.", {{"key", how->key}});
  const auto time = parse_instant(how->time);
  if (!time || now - *time > past_max || *time - now > future_max || *time < begun_by(now) - Duration::seconds(1))
    return error(Fault::refused, "signature_stale", "The request was signed too long ago, or by a clock that is wrong; nothing was done. Sign it again.", {{"now", format_utc(now)}});
  if (!is_fresh(how->key, how->nonce, now))
    return error(Fault::refused, "nonce_used", "A request with this number came before; nothing was done. Sign it again with a number of its own.");
  return std::optional(outlets::operator_of(outlet, client));
}

Instant OutletDoor::begun_by(Instant now) {
  const std::scoped_lock lock(mutex_);
  begun_ = std::min(begun_, now);
  return begun_;
}

bool OutletDoor::is_fresh(const std::string& key, const std::string& nonce, Instant now) {
  const std::scoped_lock lock(mutex_);
  // Neither what is older is taken, nor what a clock that was ahead saw then.
  constexpr auto known_for = past_max + future_max;
  while (!order_.empty() && (now - order_.front().first > known_for || order_.front().first - now > known_for)) {
    nonces_.erase(order_.front().second);
    order_.pop_front();
  }
  auto name = key + " " + nonce;
  if (!nonces_.insert(name).second) return false;
  order_.emplace_back(now, std::move(name));
  return true;
}

Result<std::string> OutletDoor::key_of(const books::OutletClient& client, IfAbsent then) {
  const auto folder = key_.text(then);
  if (!folder) return missing();
  return seal::text_signature(*folder, "kwota outlet client 1\n" + outlets::key_name(client) + "\n" + client.salt);
}

std::string OutletDoor::salt() { return to_hex(random_.bytes(salt_bytes)); }

}  // namespace kwota::serve
