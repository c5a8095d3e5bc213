#include "serve/api/prove.h"

#include <algorithm>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/sign_in/names.h"
#include "serve/api/asked.h"
#include "serve/router/password.h"

namespace kwota::serve {
namespace {

/// Longer names are nobody's; they are not kept whole.
constexpr std::size_t typed_length_max = 4 * people::name_length_max;

/// A password of nobody's, hashed at the cost of the others, so that an unknown name takes as long as a known one.
const std::string& nobodys_password() {
  static const std::string encoded = [] {
    SystemRandom random;
    return hash_password(random_token(random), random);
  }();
  return encoded;
}

/// Changes of people that waited for their day: the next who proves a password finds them in force. Where they cannot be written – the vault is away, the clock is in doubt – they wait on:
/// who comes to say what time it is must come in.
void let_take_effect(store::Books& books, Instant now) {
  const auto due = books.read([&](const books::Reader& reader) -> Result<bool> {
    const auto open = books::open_people_changes(reader);
    return std::ranges::any_of(open, [&](const auto& row) { return row.state == books::PeopleChangeStatus::waiting && row.takes_effect <= now; });
  });
  if (!due || !*due) return;
  static_cast<void>(books.run({.operator_name = "", .action = "operators_money", .station = ""}, [&](const books::Reader& reader) { return people::let_take_effect(reader, now); }));
}

/// Signing in and the second person's word ask for the token; whoever changes his password has shown it when he came.
bool asks_for_token(const ProofParts& parts, const books::Operator& row, const Typed& typed, people::Purpose purpose) {
  return parts.people() != nullptr && people::handles_keys(row) && (purpose != people::Purpose::own_password || !typed.pin.empty());
}

/// A code is asked for when he comes in or stands in for two, and is looked at wherever one was typed.
bool asks_for_code(const ProofParts& parts, const books::Operator& row, const Typed& typed, people::Purpose purpose) {
  return parts.factors() != nullptr && row.second_factor && (!typed.code.empty() || people::asks_for_code(row, purpose));
}

/// What a right password still lacks, compared. Each miss of it counts for the name, wherever it was typed.
struct Second {
  std::optional<std::int64_t> misses{};  ///< as Tries::begin_second said; nothing: the password is all that is asked
  std::optional<Error> token{};          ///< why the token did not prove him
  people::Code code{};
};

/// Errors: code_wanted – the password is right, and his telephone says the rest; second_factor_away, locked_out {until}.
Result<Second> compare_second(const ProofParts& parts, const books::Operator& row, const Typed& typed, const people::Try& asked) {
  Second out;
  const bool token = asks_for_token(parts, row, typed, asked.purpose), code = asks_for_code(parts, row, typed, asked.purpose);
  if (!token && !code) return out;
  if (code && typed.code.empty()) return error(Fault::request, Cause::code_wanted, "Type the six digits that your telephone shows, too.");
  TRY(misses, parts.tries().begin_second(asked, row));
  out.misses = misses;
  if (token)
    if (auto shown = parts.people()->prove(row.name, typed.pin); !shown.ok()) out.token = std::move(shown).error();
  if (!code || out.token) return out;
  auto step = parts.factors()->step_of(row.name, row.factor_number, typed.code);
  if (!step) {
    parts.tries().unfinished_second(asked, misses);
    return std::move(step).error();
  }
  out.code = {.asked = true, .step = *step};
  return out;
}

ProofParts parts_of(ServerParts& server) {
  return server.people != nullptr ? ProofParts::at_office(server.books, *server.tries, *server.people) : ProofParts::at_counters(server.books, *server.tries, *server.factors);
}

/// In whose chain a try stands that nobody has proved yet. A chain lasts for ever: a stranger begins none by a name of his own.
std::string station_named(const ServerParts& server, const std::string& typed) {
  const auto known = server.books.read([&](const books::Reader& reader) -> Result<bool> { return reader.find<books::Station>(typed).has_value(); });
  return known.ok() && *known ? typed : std::string{};
}

/// What the token said, to one whose password is right.
Error with_tries(Error token, const Error& refusal) {
  if (cause_of(refusal) == Cause::locked_out) return refusal;
  if (const auto left = refusal.details.find("tries_left"); left != refusal.details.end()) token.details["tries_left"] = left->second;
  return token;
}

}  // namespace

std::string_view text_of(const SecretBytes& secret) { return {reinterpret_cast<const char*>(secret.view().data()), secret.size()}; }

Result<books::Operator> prove(const ProofParts& parts, const Typed& typed, const people::Try& asked, const std::string& station, const std::string& details) {
  auto& books = parts.books();
  auto& tries = parts.tries();
  const auto& decoy = nobodys_password();
  let_take_effect(books, asked.now);
  const auto row = books.read([&](const books::Reader& reader) -> Result<std::optional<books::Operator>> { return reader.find<books::Operator>(asked.name); });
  if (!row) return row.error();
  TRY(misses, tries.begin(asked, *row));
  const bool somebody = row->has_value() && people::may_prove(**row, asked.purpose);
  const bool matched = password_matches(text_of(typed.password), somebody ? (*row)->password : decoy) && somebody;
  Second second;
  if (matched) {
    auto compared = compare_second(parts, **row, typed, asked);
    if (!compared) {
      tries.unfinished(asked, misses);
      return std::move(compared).error();
    }
    second = *std::move(compared);
  }
  const people::Compared compared{.asked = asked, .matched = matched && !second.token, .code = second.code, .misses = misses, .second = second.misses, .station = station, .details = details};
  const auto done = books.run({.operator_name = row->has_value() ? asked.name : "", .action = "sign_in", .station = station},
                              [&](const books::Reader& reader) { return people::proved(reader, compared); });
  if (!done) return done.error();
  if (!done->right) return second.token ? with_tries(*second.token, done->refusal) : done->refusal;
  tries.proved(asked, second.misses.has_value());
  return done->who;
}

Result<books::Operator> prove(ServerParts& server, const Call& call, const Typed& typed, people::Purpose purpose) {
  boost::json::object details{{"from_address", call.request.remote}};
  if (call.who && call.who->name != typed.name) details["beside"] = call.who->name;
  if (call.session && !call.session->till.empty()) details["till"] = call.session->till;
  const people::Try asked{.name = people::normal_form(typed.name.substr(0, typed_length_max)), .address = counted_address(call.request.remote), .purpose = purpose, .now = server.clock.now()};
  const auto station = call.session ? call.session->station : station_named(server, Asked(call.body).text("station"));
  return prove(parts_of(server), typed, asked, station, boost::json::serialize(details));
}

Result<std::optional<books::Operator>> second_of(ServerParts& server, const Call& call, const Asked& second) {
  if (second.text("name").empty()) return std::optional<books::Operator>{};
  TRY(who, prove(server, call, {second.text("name"), second.secret("password"), second.secret("pin"), second.text("code")}, people::Purpose::second_person));
  return std::optional(who);
}

}  // namespace kwota::serve
