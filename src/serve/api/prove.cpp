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

/// Changes of people that waited for their day: the next who proves a password finds them in force.
Result<void> let_take_effect(store::Books& books, Instant now) {
  const auto due = books.read([&](const books::Reader& reader) -> Result<bool> {
    const auto open = books::open_people_changes(reader);
    return std::ranges::any_of(open, [&](const auto& row) { return row.state == books::PeopleChangeStatus::waiting && row.takes_effect <= now; });
  });
  if (!due) return due.error();
  if (!*due) return Done{};
  const auto done = books.run({.operator_name = "", .action = "operators_money", .station = ""},
                              [&](const books::Reader& reader) { return people::let_take_effect(reader, now); });
  if (!done) return done.error();
  return Done{};
}

/// Signing in and the second person's word ask for the token; whoever changes his password has shown it when he came.
bool asks_for_token(const ProofParts& parts, const books::Operator& row, const Typed& typed, people::Purpose purpose) {
  return parts.people != nullptr && people::handles_keys(row) && (purpose != people::Purpose::own_password || !typed.pin.empty());
}

/// A code is asked for when he comes in or stands in for two, and is looked at wherever one was typed. Error `code_wanted`: the password is right, and his
/// telephone says the rest.
Result<people::Code> code_of(SecondFactors* factors, const books::Operator& row, const Typed& typed, const people::Try& asked) {
  if (factors == nullptr || !row.second_factor || (typed.code.empty() && !people::asks_for_code(row, asked.purpose))) return people::Code{};
  if (typed.code.empty()) return error(Fault::request, Cause::code_wanted, "Type the six digits that your telephone shows, too.");
  TRY(step, factors->step_of(row.name, row.factor_number, typed.code, asked.now));
  return people::Code{.asked = true, .step = step};
}

/// What the token said, to one whose password is right.
Error with_tries(Error token, const Error& refusal) {
  if (cause_of(refusal) == Cause::locked_out) return refusal;
  if (const auto left = refusal.details.find("tries_left"); left != refusal.details.end()) token.details["tries_left"] = left->second;
  return token;
}

}  // namespace

Result<books::Operator> prove(const ProofParts& parts, const Typed& typed, const people::Try& asked, const std::string& station, const std::string& details) {
  auto& [books, tries, people, factors] = parts;
  const auto& decoy = nobodys_password();
  MUST(let_take_effect(books, asked.now));
  const auto row = books.read([&](const books::Reader& reader) -> Result<std::optional<books::Operator>> { return reader.find<books::Operator>(asked.name); });
  if (!row) return row.error();
  TRY(misses, tries.begin(asked, *row));
  const bool somebody = row->has_value() && people::may_prove(**row, asked.purpose);
  bool matched = password_matches(typed.password, somebody ? (*row)->password : decoy) && somebody;
  std::optional<Error> token;
  if (matched && asks_for_token(parts, **row, typed, asked.purpose))
    if (const auto shown = people->prove((*row)->name, typed.pin); !shown.ok()) token = shown.error();
  matched = matched && !token;
  people::Code code;
  if (matched) {
    auto typed_code = code_of(factors, **row, typed, asked);
    if (!typed_code) {
      tries.unfinished(asked, misses);
      return typed_code.error();
    }
    code = *typed_code;
  }
  const people::Compared compared{.asked = asked, .matched = matched, .code = code, .misses = misses, .station = station, .details = details};
  const auto done = books.run({.operator_name = row->has_value() ? asked.name : "", .action = "sign_in", .station = station},
                              [&](const books::Reader& reader) { return people::proved(reader, compared); });
  if (!done) return done.error();
  if (!done->right) return token ? with_tries(*token, done->refusal) : done->refusal;
  tries.proved(asked);
  return done->who;
}

Result<books::Operator> prove(ServerParts& server, const Call& call, const Typed& typed, people::Purpose purpose) {
  boost::json::object details{{"from_address", call.request.remote}};
  if (call.who && call.who->name != typed.name) details["beside"] = call.who->name;
  if (call.session && !call.session->till.empty()) details["till"] = call.session->till;
  const people::Try asked{.name = people::normal_form(typed.name.substr(0, typed_length_max)), .address = call.request.remote, .purpose = purpose, .now = server.clock.now()};
  const auto station = call.session ? call.session->station : Asked(call.body).text("station");
  return prove({server.books, *server.tries, server.people, server.factors.get()}, typed, asked, station, boost::json::serialize(details));
}

Result<std::optional<books::Operator>> second_of(ServerParts& server, const Call& call, const Asked& second) {
  if (second.text("name").empty()) return std::optional<books::Operator>{};
  TRY(who, prove(server, call, {second.text("name"), second.text("password"), second.secret("pin"), second.text("code")}, people::Purpose::second_person));
  return std::optional(who);
}

}  // namespace kwota::serve
