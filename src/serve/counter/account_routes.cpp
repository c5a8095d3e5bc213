// The other counter work: opening and closing accounts, taking back, making good, cards that are lost.
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/debt_payment.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"
#include "sell/life/end_of_supply.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/counter/purse_opening.h"
#include "serve/desk/by_carrier.h"
#include "serve/desk/opening.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "serve/words/words.h"

namespace kwota::serve {

Result<books::Customer> customer_to_open_for(const Asked& customer) {
  books::Customer row;
  if (!customer.text("number").empty()) {
    TRY(number, parse_customer_number(customer.text("number")));
    row.number = number;
  }
  row.name = customer.text("name");
  if (const auto kind = customer.text("kind"); !kind.empty()) {
    TRY(known, detail::word_in<books::CustomerKind>("kind", kind));
    row.kind = known;
  }
  row.phone = customer.text("phone");
  row.identity_number = customer.text("identity_number");
  row.address = customer.text("address");
  if (const auto language = customer.text("language"); !language.empty()) {
    MUST(spoken(language));
    row.language = language;
  }
  row.place = customer.text("place");
  return row;
}

Result<counter::OpenRequest> opening_of(const Call& call) {
  const Asked asked(call.body);
  counter::OpenRequest request;
  request.draft = asked.number("draft");
  TRY(customer, customer_to_open_for(asked.object("customer")));
  request.customer = std::move(customer);
  const auto point = asked.object("service_point");
  request.service_point = {.code = point.text("code"), .address = point.text("address"), .place = point.text("place"), .area = point.text("area")};
  // A meter by its number, or a new one with its model.
  const auto meter = asked.object("meter");
  const auto meter_text = meter.text("number").empty() ? asked.text("meter") : meter.text("number");
  if (!meter_text.empty()) {
    TRY(number, parse_meter_number(meter_text));
    request.meter.number = number;
  }
  request.meter.model = meter.text("model");
  request.meter.maker = meter.text("maker");
  request.scheme = asked.text("scheme");
  request.plan = asked.text("plan");
  request.usage_class = asked.text("usage_class");
  request.household_persons = asked.number("heads");
  const auto first = asked.object("first_sale");
  request.pay = first.text("pay");
  request.paying = paying_of(first);
  request.confirmed = first.texts("confirmed");
  return request;
}

namespace {

/// By what this program sells, in the order in which people should be offered it.
void schemes(ServerParts& server, const CallPtr& call) {
  boost::json::array rows;
  for (const auto* row : server.schemes.rows()) {
    boost::json::array carriers;
    for (const auto carrier : row->carriers) carriers.emplace_back(word_of(carrier));
    object said{{"name", row->name}, {"unit", word_of(row->unit)}, {"holder", word_of(row->holder)}, {"carriers", std::move(carriers)}};
    if (!row->card_product.empty()) said["card"] = row->card_product;
    rows.push_back(std::move(said));
  }
  call->answer(object{{"rows", std::move(rows)}});
}

void open_account(ServerParts& server, const CallPtr& call) {
  if (opens_a_purse(server, *call)) return open_purse_account(server, call);
  auto request = opening_of(*call);
  if (!request) return call->refuse(request.error());
  const auto carrier = carrier_to_open(server, *call);
  if (!carrier) return call->refuse(carrier.error());
  book_by(*carrier, server, call, "open_account", *request, remote::open_account, counter::open_account);
}

void quote_opening(ServerParts& server, const CallPtr& call) {
  if (opens_a_purse(server, *call)) return quote_purse_opening(server, call);
  auto request = opening_of(*call);
  if (!request) return call->refuse(request.error());
  const auto carrier = carrier_to_open(server, *call);
  if (!carrier) return call->refuse(carrier.error());
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(answer, counter::quote_opening(*carrier, books, *request, context));
    return shown.quote(answer);
  }));
}

/// By which it is taken back where the body does not say: what waits for its line asks for no card, whichever lies there.
Result<counter::Carrier> carrier_back(ServerParts& server, const Call& call, const std::string& number) {
  std::int64_t account = 0;
  const auto waits = server.books.read([&](const books::Reader& books) -> Result<bool> {
    const auto sale = books.find<books::Sale>(number);
    if (sale) account = sale->account;
    return sale && books::is_on_the_line(books, *sale);
  });
  if (!waits) return waits.error();
  if (*waits && Asked(call.body).text("carrier").empty()) return counter::Carrier::link;
  return carrier_asked(server, call, account);
}

void take_back(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  counter::TakeBackRequest request{.claim = {}, .sale = call->path.at("number"), .reason = asked.text("reason"), .card = {}, .approval = asked.number("approval")};
  request.amount = asked.text("amount");
  const auto carrier = carrier_back(server, *call, request.sale);
  if (!carrier) return call->refuse(carrier.error());
  book_by(*carrier, server, call, "take_back", request, remote::take_back, counter::take_back);
}

std::int64_t account_number(const Call& call) { return Asked(boost::json::object{{"no", call.path.at("no")}}).number("no"); }

void supplement(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  counter::SupplementRequest request;
  request.account = account_number(*call);
  request.amount = asked.text("amount");
  request.reason_code = asked.text("reason_code");
  request.reason = asked.text("reason");
  request.merge_with_pending = parse_word<counter::OnPending>(asked.text("on_pending")) == counter::OnPending::sum;
  request.approval = asked.number("approval");
  const auto carrier = carrier_asked(server, *call, request.account);
  if (!carrier) return call->refuse(carrier.error());
  book_by(*carrier, server, call, "supplement", request, remote::supplement, counter::supplement);
}

void replace_card(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  counter::ReplaceRequest request;
  request.account = account_number(*call);
  request.reason = asked.text("reason");
  request.paying = paying_of(asked);
  book_and_carry(server, call, "replace_card", completed(request, counter::replace_card));
}

/// A debt becomes a claim, or is written off.
void end_debt(ServerParts& server, const CallPtr& call, books::Right right, counter::Booked (*use)(const books::Reader&, const counter::DebtRequest&, const people::Context&)) {
  const Asked asked(call->body);
  const counter::DebtRequest request{.claim = {}, .account = account_number(*call), .reason = asked.text("reason"), .approval = asked.number("approval")};
  book_only(server, call, right, completed(request, use));
}

/// Money for debts by name, and nothing bought.
void pay_debts(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const counter::PayDebtsRequest request{.claim = {}, .account = account_number(*call), .debt = asked.number("debt"), .amount = asked.text("amount"), .paying = paying_of(asked),
                                         .confirmed = asked.texts("confirmed")};
  book_only(server, call, "sell", completed(request, counter::pay_debts));
}

Result<life::EndRequest> end_of(const Call& call) {
  const Asked asked(call.body);
  life::EndRequest request;
  request.account = account_number(call);
  request.reason = asked.text("reason");
  request.word.remaining = asked.text("remaining");
  request.word.last_register = asked.text("last_register");
  request.word.leave_in_doubt = asked.flag("leave_in_doubt");
  if (const auto way = asked.text("leftover"); !way.empty()) {
    TRY(known, detail::word_in<life::Leftover>("leftover", way));
    request.leftover = known;
  }
  request.to_account = asked.number("to_account");
  if (const auto tender = asked.text("tender"); !tender.empty()) request.tender = tender;
  request.reference = asked.text("reference");
  request.claim_debt = asked.flag("claim_debt");
  request.approval = asked.number("approval");
  return request;
}

/// With the card on the reader, where one lies there: what lies on it unread never reached a meter that cannot speak.
void end_supply(ServerParts& server, const CallPtr& call) {
  const auto request = end_of(*call);
  if (!request) return call->refuse(request.error());
  const Book book = [whole = *request](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>& card, const people::Context& context) mutable {
    whole.claim = claim;
    whole.word.card = card;
    return life::end_supply(books, whole, context);
  };
  if (request->word.remaining.empty() || Asked(call->body).text("card_session").empty()) return book_only(server, call, "close_account", book);
  book_and_carry(server, call, "close_account", book);
}

/// First the meter is told to give its last word, then what it said is given back.
enum class ClosingPhase : std::uint8_t { order, refund };
constexpr auto words_of(ClosingPhase) { return std::array<std::string_view, 2>{"order", "refund"}; }

void close_account(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  if (parse_word<ClosingPhase>(asked.text("phase")) == ClosingPhase::refund) return end_supply(server, call);
  counter::CloseRequest request{.claim = {}, .account = account_number(*call), .card = {}, .with_debt = asked.flag("with_debt")};
  if (!asked.text("purpose").empty()) {
    const auto purpose = detail::word_in<counter::ClosingPurpose>("purpose", asked.text("purpose"));
    if (!purpose) return call->refuse(purpose.error());
    request.purpose = *purpose;
  }
  const auto carrier = carrier_asked(server, *call, request.account);
  if (!carrier) return call->refuse(carrier.error());
  book_by(*carrier, server, call, "close_account", request, remote::order_closing, counter::order_closing);
}

void pay_out(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto amount = server.books.read([&](const books::Reader& books) -> Result<Money> {
    auto utility = books::utility_of(books);
    return counter::parse_amount(asked.text("amount"), utility);
  });
  if (!amount) return call->refuse(amount.error());
  counter::PayOutRequest request{.claim = {}, .account = account_number(*call), .amount = *amount, .approval = asked.number("approval")};
  book_only(server, call, "pay_out", completed(request, counter::pay_out));
}

void block_card(ServerParts& server, const CallPtr& call, bool blocking) {
  const auto serial = parse_card_serial(call->path.at("serial"));
  if (!serial) return call->refuse(serial.error());
  const Asked asked(call->body);
  const counter::BlockRequest request{.card = *serial, .block = blocking, .reason = asked.text("reason"), .approval = asked.number("approval")};
  const auto context = context_of(server, *call);
  decide(
      server, call, blocking ? books::Right("block") : books::Right("unblock"), [request, context](const books::Reader& books) { return counter::block_card(books, request, context); },
      [](const books::Card& card) { return object{{"serial", to_text(card.serial)}, {"state", word_of(card.state)}, {"state_reason", card.state_reason}}; });
}

/// The holder types his PIN at the counter; nothing of it stays in the request.
void change_pin(ServerParts& server, const CallPtr& call, bool forgotten) {
  const auto serial = parse_card_serial(call->path.at("serial"));
  if (!serial) return call->refuse(serial.error());
  const Asked asked(call->body);
  const auto pin = [&](std::string_view name) { return to_bytes(view_of(asked.text(name))); };
  const auto old_pin = forgotten ? Result<std::string>(std::string{}) : asked.required("old");
  if (!old_pin) return call->refuse(old_pin.error());
  const teller::HolderPins pins{forgotten ? Bytes{} : pin("old"), pin("new")};
  submit_card_work(
      server, call,
      [&server, call, pins, serial = *serial](teller::CardOnReader& card, const teller::Inspection&) {
        const auto changed = server.desk.teller().change_pin(card, serial, pins, context_of(server, *call));
        if (!changed) return call->refuse(changed.error());
        call->answer(object{{"serial", to_text(serial)}, {"pin", pins.old_pin.empty() ? "set" : "changed"}});
      });
}

}  // namespace

void add_account_routes(Router& router, ServerParts& server) {
  const auto on = [&](std::string pattern, Need need, void (*act)(ServerParts&, const CallPtr&), AnswerKept kept = AnswerKept::for_repetition) {
    router.add({"POST", std::move(pattern), need, [&server, act](const CallPtr& call) { act(server, call); }, kept});
  };
  router.add({"GET", "/schemes", "customers_read", [&server](const CallPtr& call) { schemes(server, call); }});
  on("/accounts/open", "open_account", open_account);
  on("/quotes/opening", "open_account", quote_opening);
  on("/sales/{number}/take-back", "take_back_own|take_back", take_back);
  on("/accounts/{no}/supplement", "supplement", supplement);
  on("/accounts/{no}/replace-card", "replace_card", replace_card);
  on("/accounts/{no}/close", "close_account|swap_meter|transfer_account|change_scheme", close_account);
  on("/accounts/{no}/pay-out", "pay_out", pay_out);
  on("/accounts/{no}/pay-debts", "sell", pay_debts);
  on("/accounts/{no}/claim", "claim_debt", [](ServerParts& h, const CallPtr& call) { end_debt(h, call, "claim_debt", counter::claim_debt); });
  on("/accounts/{no}/write-off", "write_off", [](ServerParts& h, const CallPtr& call) { end_debt(h, call, "write_off", counter::write_off); });
  on("/cards/{serial}/block", "block", [](ServerParts& h, const CallPtr& call) { block_card(h, call, true); });
  on("/cards/{serial}/unblock", "unblock", [](ServerParts& h, const CallPtr& call) { block_card(h, call, false); });
  on("/cards/{serial}/pin", "sell", [](ServerParts& h, const CallPtr& call) { change_pin(h, call, false); }, AnswerKept::never);
  on("/cards/{serial}/pin/reset", "replace_card", [](ServerParts& h, const CallPtr& call) { change_pin(h, call, true); }, AnswerKept::never);
}

}  // namespace kwota::serve
