#include "kwota/card/purse_orders.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/cause.h"
#include "books/parts/sale_outcome.h"
#include "kwota/card/purse_by_books.h"
#include "kwota/server/server_desk.h"
#include "kwota/terminal.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct OrderOptions {
  ByServer server;
  std::string data, reader, psam, amount, reason, tender = "cash", again;
  std::int64_t account = 0;
  bool sure = false, json = false;
};

/// No server is named: by the books of a folder.
PurseByBooks by_books(const OrderOptions& options) {
  return {.who = {.data = options.data, .as = options.server.as, .second = options.server.second},
          .till = options.server.till,
          .reader = options.reader,
          .psam = options.psam,
          .key = options.again,
          .sure = options.sure,
          .json = options.json};
}

/// Signed in at the till; a reader that was named is the till's own from now on, as on the counter's page.
Result<ServerDesk> desk_of(const OrderOptions& options) {
  TRY(desk, ServerDesk::sign_in(options.server));
  const json::object reader{{"reader", options.reader}};
  if (!options.reader.empty()) MUST(desk.put("/session/reader", reader));
  MUST(desk.reader());
  return desk;
}

/// What lies there; a sale that was in doubt is settled by it, and that is said.
Result<json::object> look_at(ServerDesk& desk) {
  TRY(seen, desk.post("/purses/look", {}));
  if (const auto* settled = seen.if_contains("settled"); settled != nullptr && settled->is_array())
    for (const auto& one : settled->get_array())
      if (one.is_object()) fmt::print(stderr, "{}: {}\n", text_in(one.get_object(), "sale"), text_in(one.get_object(), "state"));
  return seen;
}

Result<std::string> account_on(const json::object& seen) {
  auto account = text_in(seen, "account");
  if (!account.empty()) return account;
  if (const auto* why = seen.if_contains("refusal"); why != nullptr && why->is_object()) return as_refused(why->get_object());  // a key card is none of a stranger's
  return error(Fault::card, Cause::card_foreign, "This card is no farmer's card of these books: nothing was done. A blank one is made his with kwota purse issue.", {{"condition", text_in(seen, "condition")}});
}

/// The answer may have been lost on its way: then the order is given once more with its key, and the server does it once.
Result<json::object> ordered(ServerDesk& desk, const OrderOptions& options, const std::string& path, json::object body) {
  const auto key = options.again.empty() ? fresh_key() : options.again;
  body["client_key"] = key;
  auto answer = desk.post(path, body);
  if (answer.ok() || cause_of(answer.error()) != Cause::not_reached) return answer;
  if (auto once_more = desk.post(path, body); once_more.ok() || cause_of(once_more.error()) != Cause::not_reached) return once_more;
  return error(Fault::wire, Cause::not_reached, fmt::format("The server's answer was lost: whether it was done is not known. Give the same order once more with --again {}; it is done once.", key),
               {{"address", options.server.address}, {"reason", "the answer was lost"}});
}

/// 0: done. What is not known yet is settled when the card lies there again.
int shown(const OrderOptions& options, const json::object& outcome) {
  const auto became = word_in<books::SaleOutcome>(outcome, "outcome");
  if (options.json) {
    fmt::print("{}\n", json::serialize(outcome));
    return became == books::SaleOutcome::done ? 0 : 1;
  }
  std::string sale, amount = text_in(outcome, "amount"), why;
  if (const auto* row = outcome.if_contains("sale"); row != nullptr && row->is_object()) {
    sale = text_in(row->get_object(), "number") + ": ";
    amount = text_in(row->get_object(), "credit");
  }
  if (const auto* cause = outcome.if_contains("error"); cause != nullptr && cause->is_object()) why = text_in(cause->get_object(), "code");
  fmt::print("{}{}{}{}\n", sale, text_in(outcome, "outcome"), amount.empty() ? "" : " " + amount, why.empty() ? "" : " (" + why + ")");
  if (became == books::SaleOutcome::not_yet_known) fmt::print(stderr, "Put the card back: kwota purse settle asks it what was done.\n");
  return became == books::SaleOutcome::done ? 0 : 1;
}

/// What is unusual is done when somebody has said yes to it.
Result<json::array> confirmed(const OrderOptions& options, const json::object& quote) {
  json::array codes;
  const auto* asked = quote.if_contains("confirm");
  if (asked == nullptr || !asked->is_array()) return codes;
  for (const auto& one : asked->get_array())
    if (one.is_object()) codes.emplace_back(text_in(one.get_object(), "code"));
  if (codes.empty() || options.sure) return codes;
  TRY(said, ask(fmt::format("Unusual: {}. Go on? yes or no", json::serialize(codes))));
  if (said == "yes") return codes;
  return error(Fault::request, "confirmation_needed", "Nobody said yes to what is unusual here: nothing was booked.", {{"codes", json::serialize(codes)}});
}

Result<int> load_account(ServerDesk& desk, const OrderOptions& options, const std::string& account) {
  const auto path = "/accounts/" + account + "/purse";
  json::object pay{{"pay", options.amount}};
  TRY(quote, desk.post(path + "/quotes", std::move(pay)));
  fmt::print(stderr, "{} on the card, {} afterwards\n", text_in(quote, "before"), text_in(quote, "after"));
  TRY(codes, confirmed(options, quote));
  json::object body{{"quote", text_in(quote, "quote")}, {"tender", options.tender}, {"confirmed", codes}};
  TRY(outcome, ordered(desk, options, path + "/loads", std::move(body)));
  return shown(options, outcome);
}

Result<int> issue(const OrderOptions& options) {
  if (!options.data.empty()) return load_by_books(by_books(options), options.account, options.amount, options.tender);
  TRY(desk, desk_of(options));
  TRY(seen, look_at(desk));
  if (!text_in(seen, "account").empty())
    return error(Fault::card, "card_not_blank", fmt::format("This card is account {}'s already: nothing was done. Put a blank one down, or load this one.", text_in(seen, "account")),
                 {{"account", text_in(seen, "account")}});
  return load_account(desk, options, fmt::format("{}", options.account));
}

Result<int> load(const OrderOptions& options) {
  if (!options.data.empty()) return load_by_books(by_books(options), 0, options.amount, options.tender);
  TRY(desk, desk_of(options));
  TRY(seen, look_at(desk));
  TRY(account, account_on(seen));
  return load_account(desk, options, account);
}

/// An amount off his card, and why: taken off, or said by two persons where no record says it.
Result<int> taken_off(const OrderOptions& options, std::string_view door) {
  TRY(desk, desk_of(options));
  TRY(seen, look_at(desk));
  TRY(account, account_on(seen));
  json::object body{{"amount", options.amount}, {"reason", options.reason}};
  TRY(outcome, ordered(desk, options, fmt::format("/accounts/{}/purse/{}", account, door), std::move(body)));
  return shown(options, outcome);
}

/// What came off is owed to him, and paid out at the counter.
Result<int> unload(const OrderOptions& options) {
  if (!options.data.empty()) return unload_by_books(by_books(options), options.amount, options.reason);
  return taken_off(options, "deduct");
}

/// The look has settled what was in doubt; a grey card pays with its pump's record.
Result<int> settle(const OrderOptions& options) {
  if (!options.data.empty()) return settle_by_books(by_books(options));
  TRY(desk, desk_of(options));
  TRY(seen, look_at(desk));
  TRY(account, account_on(seen));
  const auto* grey = seen.if_contains("grey");
  if (grey == nullptr || !grey->is_bool() || !grey->get_bool()) {
    if (options.json)
      fmt::print("{}\n", json::serialize(seen));
    else
      fmt::print("account {}: free, {} on the card\n", account, text_in(seen, "balance"));
    return 0;
  }
  TRY(outcome, desk.post("/purses/settle-hung", {}));
  return shown(options, outcome);
}

/// His account is closed, or his first money never came onto it: nobody's card any more, to be issued to the next one.
Result<int> clear(const OrderOptions& options) {
  if (!options.data.empty()) return clear_by_books(by_books(options));
  TRY(desk, desk_of(options));
  MUST(look_at(desk));
  TRY(done, desk.post("/purses/clear", {}));
  return cleared(text_in(done, "card"), options.json);
}

/// Without a record: what two persons say was used.
Result<int> release(const OrderOptions& options) {
  if (!options.data.empty()) return release_by_books(by_books(options), options.amount, options.reason);
  return taken_off(options, "release");
}

std::string wrong_place(const OrderOptions& options) {
  if (options.data.empty() && options.server.address.empty()) return "--server names the running server that does it; --data the folder of the books while their server stands still";
  const auto& till = options.server.till;
  const auto slash = till.find('/');
  const bool both = slash != std::string::npos && slash != 0 && slash + 1 < till.size();
  return till.empty() || both ? "" : "--till is station and till, as E01/T1";
}

std::vector<Option> whose(OrderOptions& options) {
  return {{"--server", &options.server.address, "http://host:port of the counters' server, which books it and has its vault seal it", {.excludes = {"--data"}}},
          {"--data", &options.data, "Folder of the books, while their server stands still: booked and sealed here, by the card on the reader at hand"},
          {"--psam", &options.psam, "Reader of the till's PSAM, where the utility asks for one; its PIN is typed", {.needs = {"--data"}}},
          {"--as", &options.server.as, "Who orders it; he types his password", {.required = true}},
          {"--till", &options.server.till, "Station and till at which he works, as E01/T1; default: where his shift is open"},
          {"--second", &options.server.second, "Who agrees, when a second person is needed"},
          {"--reader", &options.reader, "The till's reader from now on; default: the one that it has"},
          {"--json", &options.json, "As JSON"}};
}

Option key_of(OrderOptions& options) { return {"--again", &options.again, "Key of an order whose answer was lost"}; }

Verb order_verb(std::string name, std::string help, std::string example, Result<int> (*work)(const OrderOptions&), std::vector<Option> (*own)(OrderOptions&)) {
  auto options = std::make_shared<OrderOptions>();
  return {.name = std::move(name),
          .help = std::move(help),
          .options = together(own(*options), whose(*options)),
          .example = "kwota purse " + example + " --server http://127.0.0.1:8080 --as wang",
          .wrong_usage = [options] { return wrong_place(*options); },
          .run = run_with(options, work)};
}

std::vector<Option> of_payment(OrderOptions& options) {
  return {{"AMOUNT", &options.amount, "Money that is paid and comes onto the card: 100.00", {.required = true}},
          {"--tender", &options.tender, "By what it is paid, of what needs no number", {.shows_default = true}},
          {"--yes", &options.sure, "To whatever is unusual about it"},
          key_of(options)};
}

std::vector<Option> of_issue(OrderOptions& options) { return together({{"ACCOUNT", &options.account, "Whose card a blank one becomes", {.required = true}}}, of_payment(options)); }

std::vector<Option> of_unload(OrderOptions& options) {
  return {{"AMOUNT", &options.amount, "Money that comes off the card", {.required = true}}, {"--reason", &options.reason, "Why", {.required = true}}, key_of(options)};
}

std::vector<Option> of_the_card(OrderOptions&) { return {}; }

std::vector<Option> of_release(OrderOptions& options) {
  return {{"AMOUNT", &options.amount, "What two persons say was used; none: nothing"}, {"--reason", &options.reason, "Why", {.required = true}}, key_of(options)};
}

}  // namespace

std::vector<Verb> purse_order_verbs() {
  return {order_verb("issue", "A blank card becomes the farmer's, with his first money", "issue 1000017 200.00", issue, of_issue),
          order_verb("load", "Money onto the card", "load 100.00", load, of_payment),
          order_verb("unload", "Money off the card; it is owed to him, and paid out at the counter", "unload 30.00 --reason 'too much'", unload, of_unload),
          order_verb("settle", "The card says what became of a torn order; a locked one pays with its pump's record", "settle", settle, of_the_card),
          order_verb("release", "A locked card is freed without its pump's record, by two persons", "release --reason 'pump burnt' --second zhao", release, of_release),
          order_verb("clear", "A card that came back with its account closed, or whose first money never came, is as good as a blank one", "clear", clear, of_the_card)};
}

}  // namespace kwota::app
