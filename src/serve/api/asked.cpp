#include "serve/api/asked.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "seal/cipher/sha256.h"

namespace kwota::serve {

namespace {

/// Blanks alone are nothing that somebody said. The wide one is what a Chinese keyboard writes.
bool is_blank(std::string_view text) {
  constexpr std::string_view wide = "\u3000";
  while (!text.empty()) {
    if (text.starts_with(wide)) text.remove_prefix(wide.size());
    else if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r') text.remove_prefix(1);
    else return false;
  }
  return true;
}

}  // namespace

const boost::json::value* Asked::find(std::string_view name) const { return object_ == nullptr ? nullptr : object_->if_contains(name); }

std::string Asked::text(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr || !value->is_string() || is_blank(value->get_string())) return {};
  return std::string(value->get_string());
}

SecretBytes Asked::secret(std::string_view name) const {
  auto typed = text(name);
  SecretBytes kept{view_of(typed)};
  wipe({reinterpret_cast<std::uint8_t*>(typed.data()), typed.size()});
  return kept;
}

Error field_missing(std::string_view name) {
  return error(Fault::request, "field_missing", "The field \"" + std::string(name) + "\" is missing. Nothing was changed.", {{"field", std::string(name)}});
}

Result<std::string> Asked::required(std::string_view name) const {
  auto value = text(name);
  if (value.empty())
    return field_missing(name);
  return value;
}

namespace {

std::int64_t number_in(std::string_view text) {
  std::int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || number > 99'999'999'999) return 0;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::int64_t Asked::number(std::string_view name) const {
  const auto* value = find(name);
  if (value == nullptr) return 0;
  if (value->is_int64()) return value->get_int64();
  return value->is_string() ? number_in(value->get_string()) : 0;
}

Result<std::int64_t> Asked::whole(std::string_view name) const {
  const auto value = number(name);
  if (value == 0 && !std::ranges::all_of(text(name), [](char c) { return c == '0'; }))
    return error(Fault::request, "field_malformed", "The field \"" + std::string(name) + "\" must be a whole number. Nothing was changed.", {{"field", std::string(name)}, {"wanted", "integer"}});
  return value;
}

Error Asked::no_such_word(std::string_view name, std::span<const std::string_view> words) {
  return error(Fault::request, "field_malformed", fmt::format("The field \"{}\" must be one of {}. Nothing was changed.", name, fmt::join(words, ", ")),
               {{"field", std::string(name)}, {"wanted", fmt::format("{}", fmt::join(words, ", "))}});
}

bool Asked::flag(std::string_view name) const {
  const auto* value = find(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

bool Asked::has(std::string_view name) const {
  if (noted_ != nullptr) noted_->emplace_back(name);
  const auto* value = find(name);
  return value != nullptr && !value->is_null();
}

std::vector<std::string> Asked::texts(std::string_view name) const {
  std::vector<std::string> out;
  const auto* found = find(name);
  if (found != nullptr && found->is_array())
    for (const auto& one : found->get_array())
      if (one.is_string()) out.emplace_back(one.get_string());
  return out;
}

std::vector<Asked> Asked::objects(std::string_view name) const {
  std::vector<Asked> out;
  const auto* found = find(name);
  if (found != nullptr && found->is_array())
    for (const auto& one : found->get_array()) out.emplace_back(one);
  return out;
}

Asked Asked::object(std::string_view name) const {
  static const boost::json::value nothing;
  const auto* value = find(name);
  return Asked(value == nullptr ? nothing : *value);
}

Result<std::optional<CardSerial>> Asked::serial(std::string_view name) const {
  const auto value = text(name);
  if (value.empty()) return std::optional<CardSerial>{};
  TRY(serial, parse_card_serial(value));
  return std::optional(serial);
}

std::int64_t parameter_number(const Call& call, std::string_view name) { return number_in(call.request.parameter(name)); }

std::int64_t path_number(const Call& call, std::string_view name) {
  const auto found = call.path.find(name);
  return found == call.path.end() ? 0 : number_in(found->second);
}

Zone zone_of_utility(const ServerParts& server) {
  const auto zone = server.books.read_held(books::utility_zone);
  return zone.ok() ? *zone : Zone::utc();
}

people::Context context_of(const ServerParts& server, const Call& call) {
  people::Context context;
  if (call.who) context.who = *call.who;
  if (call.session) {
    context.station = call.session->station;
    context.till = call.session->till;
  } else if (call.who && people::is_outlet(*call.who)) {
    context.station = call.who->station;
    context.till = people::outlet_of(*call.who);
  }
  context.now = server.clock.now();
  context.plans = server.plans.get();
  context.schemes = &server.schemes;
  context.devices = server.devices;
  context.zone = zone_of_utility(server);
  return context;
}

Result<void> may_see(const books::Operator& who, books::Right right, std::string_view owner) {
  TRY(grant, people::require(who, right));
  if (grant != people::Grant::own || owner == who.name) return Done{};
  return error(Fault::refused, Cause::permission_denied, "This belongs to somebody else.", {{"permission", std::string(right.word())}});
}

books::Actor actor_of(const Call& call, books::Right right) { return by_himself(call, std::string(right.word())); }

books::Actor by_himself(const Call& call, std::string action) {
  return {.operator_name = call.who ? call.who->name : "", .action = std::move(action), .station = call.session ? call.session->station : call.who ? call.who->station : ""};
}

/// Twelve bytes of a SHA-256: it tells two keys or two requests apart, and is kept with each sale.
static std::string short_hash(const std::string& text) { return to_hex(seal::sha256(view_of(text))).substr(0, 24); }

Result<std::string> key_of_till(const Call& call, std::string_view key) {
  const bool printable = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
  if (!printable || key.empty() || key.size() > client_key_max)
    return error(Fault::request, "bad_client_key", "A key of a request has 1 to 64 printable characters without blanks; nothing was booked.", {{"length", std::to_string(client_key_max)}});
  // A blank cannot stand in a key, so no till can name another's.
  if (call.who && people::is_outlet(*call.who)) return short_hash("outlet/" + people::outlet_of(*call.who) + " " + std::string(key));
  const auto where = call.session && !call.session->till.empty() ? call.session->station + "/" + call.session->till : call.who ? "@" + call.who->name : "";
  return short_hash(where + " " + std::string(key));
}

Result<counter::Claim> claim_of(const Call& call) {
  TRY(typed, Asked(call.body).required("client_key"));
  TRY(key, key_of_till(call, typed));
  // Where the card lies and who approved changes between two tries of the same request; what is asked does not.
  auto what = call.body.get_object();
  for (const auto* name : {"client_key", "card_session", "approval"}) what.erase(name);
  const std::string text = call.request.path + "\n" + boost::json::serialize(what);
  return counter::Claim{.client_key = key, .request_hash = short_hash(text), .sent = typed};
}

counter::Paying paying_of(const Asked& asked) {
  counter::Paying paying;
  if (!asked.text("tender").empty()) paying.tender = asked.text("tender");
  paying.received = asked.text("received");
  for (const auto& one : asked.objects("tenders"))
    paying.tenders.push_back({one.text("tender"), one.text("amount"), one.text("reference")});
  return paying;
}

int minor_digits(const ServerParts& server) {
  const auto digits = server.books.read_held([](const books::Reader& books) -> Result<int> { return books::minor_digits_of(books); });
  return digits.ok() ? *digits : 2;
}

void Deciding::done(Result<void> result) {
  server_.workers.run([self = std::static_pointer_cast<const Deciding>(shared_from_this()), result = std::move(result)] {
    // A second person is asked in the books, which is nothing for the writer's thread either.
    if (!result) return refuse_or_ask(self->server_, self->call_, result.error());
    self->call_->answer(self->shown());
  });
}

}  // namespace kwota::serve
