// Purse cards at the counter: what lies on the till's reader, money onto it and off it, a lost card. Everything that moves money is booked, done by the card
// and settled in one request; a client that lost the answer asks again with its key.
#include "base/ids_text.h"
#include "sell/purse/areas.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/opening.h"
#include "sell/purse/recovery/broken_making.h"
#include "sell/purse/recovery/take_over.h"
#include "sell/purse/returned.h"
#include "sell/purse/spent.h"
#include "sell/purse/take_off.h"
#include "serve/api/four_eyes.h"
#include "serve/api/routes.h"
#include "serve/counter/purse_opening.h"
#include "serve/counter/terminal_gate.h"
#include "serve/desk/desk_work.h"
#include "serve/desk/opening.h"
#include "serve/desk/paid_back.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "serve/router/answer.h"
#include "work/teller/purse_grey.h"
#include "work/teller/purse_teller.h"

namespace kwota::serve {
namespace {

using boost::json::value;

/// A use-case, given what lies on the reader.
using PurseUse = std::function<purse::Booked(const books::Reader&, const counter::Claim&, const teller::PurseInspection&, const people::Context&)>;

teller::PurseTeller purse_teller(ServerParts& server) { return {server.books, server.vault, server.random, server.desk.teller().families()}; }

/// Looks at the card, which settles what was in doubt, and goes on with what it shows.
void with_purse_card(ServerParts& server, const CallPtr& call, std::function<void(teller::CardOnReader&, const teller::PurseInspection&, const people::Context&)> go_on) {
  submit_card_work(server, call, [&server, call, go_on = std::move(go_on)](teller::CardOnReader& card, const teller::Inspection&) {
    const auto context = context_of(server, *call);
    const auto look = purse_teller(server).look(card, context);
    if (!look) return call->refuse(look.error());
    if (look->trouble) return call->refuse(*look->trouble);
    go_on(card, *look, context);
  });
}

/// A pump's lock as the counter sees it: since when, and whether the record of it has come home.
value lock_view(ServerParts& server, const teller::PurseInspection& look, const Shown& shown) {
  const auto lock = look.seen && look.seen->grey && look.contents ? teller::lock_of(*look.contents) : std::nullopt;
  if (!lock) return nullptr;
  const auto since = teller::locked_at(*look.contents);
  object out{{"terminal", lock->terminal}, {"since", since ? value(format_local(*since)) : value(nullptr)}, {"well", nullptr}, {"amount", nullptr}};
  const auto known = server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto place = books.last<books::WellMeter>(books::WellMeter::of_terminal, lock->terminal);
    if (place) out["well"] = place->well;
    if (const auto record = purse::record_of(books, look.seen->card, *lock)) out["amount"] = shown.credit(Credit{record->amount});
    return out;
  });
  return known ? value(*known) : value(out);
}

void look_at_purse(ServerParts& server, const CallPtr& call) {
  with_purse_card(server, call, [&server, call](teller::CardOnReader&, const teller::PurseInspection& look, const people::Context& context) {
    const Shown shown{minor_digits(server)};
    boost::json::array settled;
    for (const auto& one : look.settled) settled.push_back(object{{"sale", one.sale}, {"state", word_of(one.state)}, {"paid_back_at", nullptr}});
    object out{{"condition", look.condition()}, {"settled", std::move(settled)}, {"account", nullptr}, {"card", nullptr}, {"balance", nullptr}, {"grey", false}, {"clearable", false}, {"not_in_books", false}, {"lock", nullptr}, {"never_arrived", nullptr}, {"refusal", nullptr}, {"areas_refusal", nullptr}};
    // Why it is no card that money of these books is moved on: whose it is, and where its holder must go.
    if (const auto for_shop = look.for_shop(); !for_shop.ok()) out["refusal"] = refusal_of(for_shop.error(), call->language);
    if (look.areas_trouble) out["areas_refusal"] = refusal_of(*look.areas_trouble, call->language);
    if (!look.seen) return call->answer(std::move(out));
    const auto row = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Card>> {
      for (auto& one : out["settled"].as_array()) one.as_object()["paid_back_at"] = paid_back_at(books, shown, std::string(one.as_object()["sale"].as_string()));
      out["clearable"] = purse::may_be_cleared(books, *look.seen).ok();
      auto card = books.find<books::Card>(look.seen->card);
      const auto open = card ? purse::unsettled(books, card->account) : std::nullopt;
      if (open && open->card == look.seen->card && purse::never_arrived(books, *open)) out["never_arrived"] = open->number;
      return card;
    });
    const auto lost = server.books.read([&](const books::Reader& books) -> Result<std::optional<std::int64_t>> { return purse::account_of_lost_card(books, *look.seen, context); });
    if (row && *row) out["account"] = (*row)->account;
    if (lost && *lost) out["account"] = **lost, out["not_in_books"] = true;
    out["card"] = to_text(look.seen->card);
    out["balance"] = shown.credit(Credit{look.seen->balance});
    out["grey"] = look.seen->grey;
    out["lock"] = lock_view(server, look, shown);
    call->answer(std::move(out));
  });
}

/// What the card itself says of its last waterings, and which of them no record has brought home.
void waterings_on_purse(ServerParts& server, const CallPtr& call) {
  with_purse_card(server, call, [&server, call](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) {
    const auto log = purse_teller(server).waterings_in_log(card, look, context);
    if (!log) return call->refuse(log.error());
    const Shown shown{minor_digits(server)};
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      boost::json::array rows;
      for (const auto& [line, well, is_brought_in] : purse::waterings_on_card(books, look.seen->card, *log))
        rows.push_back(object{{"at", line.at ? value(format_local(*line.at)) : value(nullptr)}, {"well", well}, {"terminal", line.terminal}, {"amount", shown.credit(Credit{line.amount})}, {"brought_in", is_brought_in}});
      return object{{"waterings", std::move(rows)}};
    }));
  });
}

void quote_purse(ServerParts& server, const CallPtr& call) {
  with_purse_card(server, call, [&server, call](teller::CardOnReader&, const teller::PurseInspection& look, const people::Context& context) {
    const purse::LoadQuoteRequest request{.account = path_number(*call, "no"), .pay = Asked(call->body).text("pay"), .seen = look.for_shop()};
    const Shown shown{minor_digits(server)};
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      TRY(quote, purse::quote_load(books, request, context));
      return object{{"quote", quote.id}, {"amount", shown.credit(Credit{quote.amount})}, {"credit", shown.credit(Credit{quote.credit})}, {"recovered", shown.shares(quote.owed, quote.recovered)}, {"before", shown.credit(Credit{quote.before})},
                    {"after", shown.credit(Credit{quote.after})}, {"issues", quote.issues}, {"confirm", shown.confirmations(quote.confirm)}};
    }));
  });
}

/// What is done to the card when a booking has asked nothing of it.
using PurseAfter = std::function<Result<void>(teller::CardOnReader&, const teller::PurseInspection&, const people::Context&)>;

/// Booked, done by the card on the reader, settled.
void book_on_purse(ServerParts& server, const CallPtr& call, books::Right right, PurseUse use, PurseAfter after = {}) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const auto before = server.books.read([&](const books::Reader& books) { return purse::answered_already(books, *claim); });
  if (!before) return call->refuse(before.error());
  if (*before) return call->answer(outcome_of(server, (*before)->sale.number));
  if (const auto may = may_move_purses(server, *call); !may.ok()) return call->refuse(may.error());
  with_purse_card(server, call, [&server, call, right, use = std::move(use), after = std::move(after), claim = *claim](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) {
    if (const auto made = can_be_made(server, look.recognition); !made) return call->refuse(made.error());
    const auto booked = server.books.run(actor_of(*call, right), [&](const books::Reader& books) { return use(books, claim, look, context); });
    if (!booked) return refuse_or_ask(server, call, booked.error());
    publish_step(server, *call, claim, booked->sale.number, "booked");
    std::optional<Error> cause;
    if (booked->order && !booked->repeated) {
      publish_step(server, *call, claim, booked->sale.number, "writing");
      const auto carried = purse_teller(server).carry(card, *booked->order, context);
      cause = carried ? carried->written.cause : std::optional(carried.error());
    }
    if (!booked->order && !booked->repeated && after)
      if (const auto did = after(card, look, context); !did.ok()) cause = did.error();
    publish_step(server, *call, claim, booked->sale.number, "written");
    call->answer(outcome_of(server, booked->sale.number, cause));
  });
}

/// A request with this call's claim, and what the card shows.
template <class Request, class Decide>
PurseUse with_what_it_shows(Request request, Decide decide) {
  return [request = std::move(request), decide](const books::Reader& books, const counter::Claim& claim, const teller::PurseInspection& look, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    whole.seen = look.for_shop();
    return decide(books, whole, context);
  };
}

void load_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  purse::LoadRequest request{.claim = {}, .quote = asked.text("quote"), .paying = paying_of(asked), .confirmed = asked.texts("confirmed")};
  const auto of_this_account = [account = path_number(*call, "no")](const books::Reader& books, const purse::LoadRequest& whole, const people::Context& context) -> purse::Booked {
    TRY(name, counter::parse_quote_id(whole.quote));
    if (name.account != account) return error(Fault::request, "quote_unknown", "This quote is not one of ours; ask for a new one.", {{"quote", whole.quote}});
    return purse::load(books, whole, context);
  };
  book_on_purse(server, call, "sell", with_what_it_shows(std::move(request), of_this_account));
}

void supplement_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const purse::SupplementRequest request{.claim = {}, .account = path_number(*call, "no"), .amount = asked.text("amount"), .reason_code = asked.text("reason_code"),
                                         .reason = asked.text("reason"), .approval = asked.number("approval")};
  book_on_purse(server, call, "supplement", with_what_it_shows(request, purse::supplement));
}

void deduct_from_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const purse::DeductRequest request{.claim = {}, .account = path_number(*call, "no"), .amount = asked.text("amount"), .reason = asked.text("reason"), .approval = asked.number("approval")};
  book_on_purse(server, call, "take_back", with_what_it_shows(request, purse::deduct));
}

/// The card at hand is cleared with its account; one that was torn away, or that this counter's vault cannot clear, is cleared when it comes back:
/// that is said beside the end of the account, which stands.
PurseAfter clear_the_card(ServerParts& server) {
  return [&server](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) { return purse_teller(server).clear(card, look, context); };
}

/// A card that came back is as good as a blank one.
void clear_returned_purse(ServerParts& server, const CallPtr& call) {
  with_purse_card(server, call, [&server, call](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) {
    const auto cleared = purse_teller(server).clear(card, look, context);
    if (!cleared) return call->refuse(cleared.error());
    call->answer(object{{"card", to_text(look.seen->card)}, {"cleared", true}});
  });
}

/// The first empties the card, the second pays out and ends the account.
enum class PurseClosing : std::uint8_t { begin, finish };
constexpr auto words_of(PurseClosing) { return std::array<std::string_view, 2>{"begin", "finish"}; }

/// A booking that asks no card anything.
template <class Request>
void book_without_card(ServerParts& server, const CallPtr& call, books::Right right, Request request, purse::Booked (*book)(const books::Reader&, const Request&, const people::Context&)) {
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  request.claim = *claim;
  server.workers.run([&server, call, right, request = std::move(request), book, context = context_of(server, *call)] {
    const auto booked = server.books.run(actor_of(*call, right), [&](const books::Reader& books) { return book(books, request, context); });
    if (!booked) return refuse_or_ask(server, call, booked.error());
    call->answer(outcome_of(server, booked->sale.number));
  });
}

bool nothing_lies_there(const ServerParts& server, const Call& call) {
  const auto reader = reader_of(server, call);
  return !reader.ok() || !server.desk.sees_card(*reader);
}

/// An emptied card may be lost before its account is closed: nothing is asked of it any more, and a card at hand is cleared.
void finish_closing(ServerParts& server, const CallPtr& call, const purse::CloseRequest& request) {
  if (nothing_lies_there(server, *call)) return book_without_card(server, call, "close_account", request, purse::close_account);
  book_on_purse(server, call, "close_account", with_what_it_shows(request, purse::close_account), clear_the_card(server));
}

void close_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const purse::CloseRequest request{.claim = {}, .account = path_number(*call, "no"), .seen = purse::no_card(), .approval = asked.number("approval")};
  if (parse_word<PurseClosing>(asked.text("phase")) == PurseClosing::finish) return finish_closing(server, call, request);
  book_on_purse(server, call, "close_account", with_what_it_shows(request, purse::order_closing));
}

void pay_out_of_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  book_without_card(server, call, "pay_out", purse::PayOutRequest{.claim = {}, .account = path_number(*call, "no"), .amount = asked.text("amount"), .approval = asked.number("approval")}, purse::pay_out);
}

/// The blank card of a making that broke off is gone: what was paid for it is owed.
void give_up_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  book_without_card(server, call, "take_back", purse::GiveUpRequest{.claim = {}, .account = path_number(*call, "no"), .reason = asked.text("reason"), .approval = asked.number("approval")}, purse::give_up_making);
}

void block_lost_purse(ServerParts& server, const CallPtr& call) {
  const purse::BlockPurse request{.account = path_number(*call, "no"), .reason = Asked(call->body).text("reason")};
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  decide(
      server, call, "block", [request, context](const books::Reader& books) { return purse::block_purse(books, request, context); },
      [shown](const books::Purse& row) {
        return object{{"account", row.account}, {"state", word_of(row.state)}, {"state_reason", row.state_reason}, {"waiting", shown.credit(Credit{purse::left_of(row)})}};
      });
}

/// Where his card shall be good from now on; a card that is made says it after its next contact.
void change_purse_areas(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const purse::ChangeAreas request{.account = path_number(*call, "no"), .areas = {asked.text("area_1"), asked.text("area_2"), asked.text("area_3"), asked.text("area_4")}};
  const auto context = context_of(server, *call);
  decide(
      server, call, "purse_grant", [request, context](const books::Reader& books) { return purse::change_areas(books, request, context); },
      [](const books::Purse& row) {
        return object{{"account", row.account}, {"area_1", row.area_1}, {"area_2", row.area_2}, {"area_3", row.area_3}, {"area_4", row.area_4}, {"state", word_of(row.state)}};
      });
}

void replace_purse(ServerParts& server, const CallPtr& call) {
  const purse::ReplaceRequest request{.claim = {}, .account = path_number(*call, "no"), .paying = paying_of(Asked(call->body))};
  book_on_purse(server, call, "replace_card", [request](const books::Reader& books, const counter::Claim& claim, const teller::PurseInspection& look, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    const auto seen = look.for_shop();
    whole.chip = seen ? Result<CardSerial>(seen->card) : seen.error();
    return purse::replace_card(books, whole, context);
  });
}

void pay_over_to_purse(ServerParts& server, const CallPtr& call) {
  const purse::PayOverRequest request{.claim = {}, .account = path_number(*call, "no"), .approval = Asked(call->body).number("approval")};
  book_on_purse(server, call, "pay_over", with_what_it_shows(request, purse::pay_over));
}

/// With the record that has come home: the card pays what the pump has counted, and is free.
void settle_hung_purse(ServerParts& server, const CallPtr& call) {
  if (const auto may = may_move_purses(server, *call); !may.ok()) return call->refuse(may.error());
  with_purse_card(server, call, [&server, call](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) {
    const Shown shown{minor_digits(server)};
    const auto settled = purse_teller(server).settle_grey(card, look, context);
    if (!settled) return call->refuse(settled.error());
    if (!settled->watering && settled->written.cause) return call->refuse(*settled->written.cause);
    object out{{"outcome", settled->watering ? "done" : "in_doubt"}, {"amount", nullptr}, {"state", nullptr}, {"balance", nullptr}};
    if (settled->written.balance) out["balance"] = shown.credit(Credit{*settled->written.balance});
    if (settled->watering) out["amount"] = shown.credit(Credit{settled->watering->amount});
    if (settled->watering) out["state"] = word_of(settled->watering->state);
    call->answer(std::move(out));
  });
}

/// Without a record: by two persons, after the holding time.
void release_grey_purse(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const purse::ReleaseRequest request{.claim = {}, .account = path_number(*call, "no"), .amount = asked.text("amount"), .reason = asked.text("reason"), .lock = {},
                                      .locked = {}, .approval = asked.number("approval")};
  book_on_purse(server, call, "release_lock", [request](const books::Reader& books, const counter::Claim& claim, const teller::PurseInspection& look, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    whole.seen = look.for_shop();
    if (look.contents) {
      whole.lock = teller::lock_of(*look.contents).value_or(purse::LockSeen{});
      whole.locked = teller::locked_at(*look.contents);
    }
    return purse::release(books, whole, context);
  });
}

/// A card that has moved in hours which the books lost: what it proves is taken over, by two persons who see the same numbers.
void take_over_purse_card(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto claim = claim_of(*call);
  if (!claim) return call->refuse(claim.error());
  const auto rest = parse_word<purse::LostRest>(asked.text("lost_card")).value_or(purse::LostRest::not_said);
  const purse::TakeOverRequest request{.claim = *claim, .account = path_number(*call, "no"), .reason = asked.text("reason"), .proven = {}, .approval = asked.number("approval"), .rest = rest};
  const auto before = server.books.read([&](const books::Reader& books) { return purse::answered_already(books, *claim); });
  if (!before) return call->refuse(before.error());
  if (*before) return call->answer(outcome_of(server, (*before)->sale.number));
  if (const auto may = may_move_purses(server, *call); !may.ok()) return call->refuse(may.error());
  with_purse_card(server, call, [&server, call, request](teller::CardOnReader& card, const teller::PurseInspection& look, const people::Context& context) {
    auto whole = request;
    auto proved = look;
    if (proved.seen && !proved.seen->grey) {  // of a grey one the books say what to do first
      const auto proven = purse_teller(server).prove(card, proved, request.account, context);
      if (!proven) return call->refuse(proven.error());
      whole.proven = *proven;
    }
    whole.seen = proved.for_shop();
    const auto booked = server.books.run(actor_of(*call, "take_over_card"), [&](const books::Reader& books) { return purse::take_over(books, whole, context); });
    if (!booked) return refuse_or_ask(server, call, booked.error());
    call->answer(outcome_of(server, booked->sale.number));
  });
}

/// What a request to open a farmer's account says.
Result<purse::OpenRequest> purse_opening_of(const Call& call) {
  const Asked asked(call.body);
  TRY(customer, customer_to_open_for(asked.object("customer")));
  const auto first = asked.object("first_sale");
  purse::OpenRequest request{.claim = {}, .granted = asked.number("draft"), .application = {.customer = customer.number, .station = {}, .terms = purse_terms_of(asked.object("purse")), .remark = {}},
                             .pay = first.text("pay"), .paying = paying_of(first), .confirmed = first.texts("confirmed")};
  if (customer.number.is_zero()) request.application.unregistered = std::move(customer);
  return request;
}

/// The first load in the words of every quote.
counter::Quote as_quote(const purse::LoadQuote& load, Instant now) {
  counter::Quote out;
  out.id = load.id;
  out.account = load.account;
  out.tendered = load.amount;
  out.credit = Credit{load.credit};
  out.remaining = Credit{load.before};
  out.should_show = Credit{load.after};
  out.expires = now + counter::quote_lasts;
  out.confirm = load.confirm;
  return out;
}

}  // namespace

books::PurseTerms purse_terms_of(const Asked& terms) {
  return {.village = terms.text("village"), .area = terms.text("area"), .area_1 = terms.text("area_1"), .area_2 = terms.text("area_2"),
          .area_3 = terms.text("area_3"), .area_4 = terms.text("area_4"), .price_class = terms.number("price_class")};
}

bool opens_a_purse(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  auto name = asked.text("scheme");
  const auto draft = asked.number("draft");
  if (name.empty() && draft != 0) {
    const auto account = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Account>> { return books.find<books::Account>(draft); });
    if (account && *account) name = (*account)->scheme;
  }
  const auto* scheme = server.schemes.find(name);
  return scheme != nullptr && scheme->holder == scheme::BalanceHolder::purse;
}

void open_purse_account(ServerParts& server, const CallPtr& call) {
  auto request = purse_opening_of(*call);
  if (!request) return call->refuse(request.error());
  book_on_purse(server, call, "open_account", with_what_it_shows(*std::move(request), purse::open_account));
}

void quote_purse_opening(ServerParts& server, const CallPtr& call) {
  const auto request = purse_opening_of(*call);
  if (!request) return call->refuse(request.error());
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(load, purse::quote_opening(books, *request, context));
    return shown.quote(as_quote(load, context.now));
  }));
}

void add_purse_card_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/purses/look", "sell", look_at_purse);
  on("POST", "/purses/waterings", "sell", waterings_on_purse);
  on("POST", "/purses/settle-hung", "settle", settle_hung_purse);
  on("POST", "/purses/clear", "open_account", clear_returned_purse);
  on("POST", "/accounts/{no}/purse/release", "release_lock", release_grey_purse);
  on("POST", "/accounts/{no}/purse/take-over", "take_over_card", take_over_purse_card);
  on("POST", "/accounts/{no}/purse/quotes", "sell", quote_purse);
  on("POST", "/accounts/{no}/purse/loads", "sell", load_purse);
  on("POST", "/accounts/{no}/purse/supplement", "supplement", supplement_purse);
  on("POST", "/accounts/{no}/purse/deduct", "take_back", deduct_from_purse);
  on("POST", "/accounts/{no}/purse/close", "close_account", close_purse);
  on("POST", "/accounts/{no}/purse/pay-out", "pay_out", pay_out_of_purse);
  on("POST", "/accounts/{no}/purse/give-up", "take_back_own|take_back", give_up_purse);
  on("POST", "/accounts/{no}/purse/block", "block", block_lost_purse);
  on("POST", "/accounts/{no}/purse/areas", "purse_grant", change_purse_areas);
  on("POST", "/accounts/{no}/purse/replace-card", "replace_card", replace_purse);
  on("POST", "/accounts/{no}/purse/pay-over", "pay_over", pay_over_to_purse);
}

}  // namespace kwota::serve
