// A second factor of one's own: offered, shown to be in the telephone, given up.
#include <algorithm>

#include "books/house.h"
#include "people/sign_in/sign_in.h"
#include "serve/api/asked.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/paper/square_code.h"

namespace kwota::serve {
namespace {

using boost::json::object;

/// Whoever sits at an open session is not therefore its owner: each of these asks for the password once more.
Result<books::Operator> prove_own(ServerParts& server, const Call& call, std::string code) {
  return prove(server, call, {.name = call.who->name, .password = Asked(call.body).secret("password"), .code = std::move(code)}, people::Purpose::own_password);
}

/// Behind the one that he has, or had last, and at each offer another: whoever was offered one with a password that was stolen, or given for once, does not know what its owner is offered afterwards.
std::int64_t fresh_number(Random& random, std::int64_t last) {
  static_assert(people::factor_numbers_ahead == std::int64_t{1} << 32);
  std::int64_t ahead = 0;
  for (const auto byte : random.bytes(sizeof(std::uint32_t))) ahead = (ahead << 8U) | byte;
  return last + 1 + ahead;
}

/// What the secrets follow from is made with the first of them. Once it is gone a new one would silently open nothing for all who have a telephone.
Result<IfAbsent> if_key_is_absent(const ServerParts& server) {
  return server.books.read([](const books::Reader& books) -> Result<IfAbsent> {
    const auto all = books.all<books::Operator>();
    return std::ranges::none_of(all, &books::Operator::second_factor) ? IfAbsent::make : IfAbsent::miss;
  });
}

/// The secret of a fresh number. It counts when a code of it was typed.
Result<object> offered(ServerParts& server, const Call& call) {
  TRY(who, prove_own(server, call, {}));
  if (who.second_factor) return error(Fault::refused, "second_factor_there", "There is a second factor already; give that one up first.");
  TRY(if_absent, if_key_is_absent(server));
  const auto number = fresh_number(server.random, who.factor_number);
  TRY(secret, server.factors->secret_of(who.name, number, if_absent));
  const auto text = base32(secret.view());
  TRY(house, server.books.read([](const books::Reader& books) -> Result<std::string> { return books::house_name(books); }));
  const auto address = otpauth_address(house, who.name, text);
  object out{{"number", number}, {"secret", text}, {"address", address}};
  if (const auto code = square_code(address)) out["square_code"] = object{{"width", code->width}, {"path", path_of(*code)}};
  return out;
}

Result<object> set_up(ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  TRY(code, asked.required("code"));
  TRY(who, prove_own(server, call, {}));
  const auto number = asked.number("number");
  TRY(step, server.factors->step_of(who.name, number, code));
  if (!step) return error(Fault::request, "code_not_shown", "This is not what the telephone shows now. Nothing was changed: look at its clock, and type the next code.");
  const auto context = context_of(server, call);
  TRY(done, server.books.run(by_himself(call, "own_second_factor"), [&](const books::Reader& books) { return people::set_up_second_factor(books, number, *step, context); }));
  server.sessions.close_all_of(who.name, call.session->token);
  return object{{"second_factor", done.second_factor}};
}

Result<object> taken_away(ServerParts& server, const Call& call) {
  TRY(code, Asked(call.body).required("code"));
  MUST(prove_own(server, call, code));
  const auto context = context_of(server, call);
  TRY(done, server.books.run(by_himself(call, "own_second_factor"), [&](const books::Reader& books) { return people::give_up_second_factor(books, context); }));
  return object{{"second_factor", done.second_factor}};
}

/// Argon2 takes its time on purpose; the network does not wait for it.
using Answer = Result<object> (*)(ServerParts&, const Call&);
auto on_worker(Answer answer) {
  return [answer](ServerParts& server, const CallPtr& call) { server.workers.run([&server, call, answer] { call->answer(answer(server, *call)); }); };
}

}  // namespace

void add_second_factor_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/session/second-factor/offer", need::session, on_worker(offered), AnswerKept::never);
  on("POST", "/session/second-factor", need::session, on_worker(set_up));
  on("POST", "/session/second-factor/give-up", need::session, on_worker(taken_away));
}

}  // namespace kwota::serve
