#include "work/teller/purse_teller.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/bytes.h"
#include "base/cause.h"
#include "base/json_members.h"
#include "books/lookup.h"
#include "sell/purse/areas.h"
#include "sell/purse/returned.h"
#include "sell/scheme/scheme.h"
#include "work/teller/key_policy.h"
#include "work/teller/purse_grey.h"
#include "work/teller/purse_on_file.h"
#include "work/teller/scheme_seal.h"

namespace kwota::teller {
namespace {

using cards::CardCondition;
using cards::PurseProof;
using purse::CardWork;

std::string details_of(const cards::PurseWritten& written) {
  boost::json::object details{{"evidence", written.evidence}, {"proof", name_of(written.proof)}};
  if (written.cause) details["cause"] = written.cause->code;
  return boost::json::serialize(details);
}

cards::PurseWritten nothing_done(Error cause, bool sealed_before) {
  cards::PurseWritten written;
  written.outcome = sealed_before ? dialogue::Outcome::in_doubt : dialogue::Outcome::not_done;
  written.evidence = sealed_before ? "nothing was ordered now; an earlier order may have reached the card" : "nothing was ordered of the card";
  written.cause = std::move(cause);
  return written;
}

/// The counter that an outcome stands for.
purse::CardShows shows(const purse::CardOrder& order, const cards::PurseWritten& written) {
  purse::CardShows out;
  const bool done = written.outcome == dialogue::Outcome::done;
  const auto n = order.n.value();
  out.counter = SequenceNumber{done ? n : n - 1};
  const Money moved = purse::takes_off(order.work) ? -order.amount : order.amount;
  out.balance = written.balance.value_or(done ? order.before + moved : order.before);
  if (written.code) out.proof = to_hex(*written.code);
  out.proof_holds = written.proof != PurseProof::wrong;
  return out;
}

/// A card that is only made has no counter to show.
bool makes_only(const purse::CardOrder& order) { return order.amount.is_zero() && order.work != CardWork::release; }

cards::PurseMoveKind doubt_of(CardWork work) {
  switch (work) {
    case CardWork::unload: return cards::PurseMoveKind::unload;
    case CardWork::release: return cards::PurseMoveKind::release;
    default: return cards::PurseMoveKind::load;
  }
}

/// A blank card is of no kind yet: that is what is said of it.
Error holds_no_money(const cards::Recognition& seen) {
  if (const auto ours = cards::must_be_ours(seen); !ours) return ours.error();
  return error(Fault::card, "card_of_another_kind", "This card holds no money itself; nothing was done.", {{"family", seen.family ? std::string{seen.family->name()} : ""}});
}

}  // namespace

Result<purse::CardSeen> PurseInspection::for_shop() const {
  if (seen) return *seen;
  if (recognition.is_to_be_made()) return purse::CardSeen{.card = recognition.serial};
  return holds_no_money(recognition);
}

Result<books::Utility> PurseTeller::utility() {
  return books_.read([](const books::Reader& books) -> Result<books::Utility> { return books::utility_of(books); });
}

purse::CardEvent PurseTeller::event(const purse::CardOrder& order, std::string details) const {
  return {.vault = vault_.name(), .sale = order.sale, .card = order.card, .n = order.n, .details = std::move(details), .at_sale = false};
}

dialogue::Parties PurseTeller::parties(CardOnReader& card, const purse::CardOrder* order, const Context& context, const scheme::Scheme* scheme) {
  dialogue::Parties all;
  all.device = [&card](const iso7816::Command& command) { return card.exchange(command); };
  all.vault = [this, scheme](const seal::Request& request) { return seal_for(scheme, request, vault_); };
  all.journal = [this, order, &context](const dialogue::JournalNote& note) -> Result<void> {
    if (order == nullptr) return {};  // nothing that could give money leaves the vault
    const auto noted = books_.run(actor(context, "carry"), [&](const books::Reader& books) { return purse::sealing(books, event(*order, json_text(note.details)), context); });
    if (!noted) return noted.error();
    return {};
  };
  return all;
}

Result<cards::Recognition> PurseTeller::recognise(CardOnReader& card, const Context& context) {
  TRY(ours, utility());
  return dialogue::run(cards::recognise(families_, card.atr, ours.county), parties(card, nullptr, context));
}

Result<cards::Contents> PurseTeller::read(CardOnReader& card, const cards::Recognition& seen, const Context& context, bool all_of_it) {
  MUST(cards::must_be_ours(seen));
  if (!seen.number) return holds_no_money(seen);
  cards::Reading reading;
  reading.keys.serial = purse_card::factor_of(*seen.number);
  reading.keys.chip = seen.serial;
  reading.nonces = cards::Nonces::from(random_);
  reading.application = seen.application;
  TRY(policy, books_.read([&](const books::Reader& books) -> Result<KeyPolicy> { return key_policy(books, context.today()); }));
  reading.versions = policy.known;
  reading.for_support = all_of_it;
  return dialogue::run(seen.family->read(reading), parties(card, nullptr, context));
}

Result<PurseInspection> PurseTeller::look(CardOnReader& card, const Context& context) {
  PurseInspection look;
  TRY(seen, recognise(card, context));
  look.recognition = seen;
  if (seen.is_to_be_made()) return go_on_making(card, std::move(look), context);
  if (seen.condition != CardCondition::ours || !seen.number) return look;
  const auto contents = read(card, seen, context);
  if (!contents.ok()) {
    look.trouble = contents.error();
    return look;
  }
  look.contents = contents->purse;
  look.key_version = contents->key_version;
  look.seen = purse::CardSeen{purse_card::factor_of(*seen.number), contents->purse->balance, contents->purse->grey()};
  auto known = books_.read([&](const books::Reader& books) { return purse::on_its_chip(books, look.seen->card, seen.serial); });
  if (known.ok()) known = ask_whose_it_is(card, look, context);
  if (!known.ok()) {
    look.trouble = known.error();
    return look;
  }
  if (auto settled = settle(card, look, *contents, context); !settled.ok()) look.trouble = settled.error();
  if (!look.trouble) MUST(note_debit(card, look, context));
  if (!look.trouble) MUST(note_contact(look, context));
  if (!look.trouble) MUST(bring_areas(card, look, context));
  return look;
}

Result<void> PurseTeller::bring_areas(CardOnReader& card, PurseInspection& look, const Context& context) {
  TRY(question, books_.read([&](const books::Reader& books) -> Result<std::optional<Error>> { return purse::areas_in_question(books, look.seen->card); }));
  if (question) look.areas_trouble = *question;
  if (look.seen->grey) return {};
  TRY(wanted, books_.read([&](const books::Reader& books) -> Result<std::optional<books::PurseTerms>> { return purse::areas_to_write(books, look.seen->card); }));
  if (!wanted) return {};
  const cards::CardKeys keys{.serial = look.seen->card, .version = look.key_version, .transport_version = 1, .chip = look.recognition.serial};
  if (const auto written = dialogue::run(look.recognition.family->write_areas(keys, areas_of(*wanted)), parties(card, nullptr, context)); !written.ok()) {
    look.areas_trouble = written.error();
    if (written.error().fault == Fault::card && cause_of(written.error()) == Cause::card_removed) look.trouble = written.error();
    return {};
  }
  MUST(books_.run(actor(context, "carry"), [&](const books::Reader& books) { return purse::areas_stand(books, look.seen->card, *wanted, context); }));
  return {};
}

Result<void> PurseTeller::hear_areas(const PurseInspection& look, const cards::PurseContents& contents, const Context& context) {
  if (!contents.areas) return {};
  const auto said = numbers_in(*contents.areas);
  TRY(news, books_.read([&](const books::Reader& books) -> Result<bool> {
    TRY(heard, purse::areas_read(books, look.seen->card, said, context));
    return !heard.changes.put.empty();
  }));
  if (news) MUST(books_.run(actor(context, "carry"), [&](const books::Reader& books) { return purse::areas_read(books, look.seen->card, said, context); }));
  return {};
}

/// What no book knows – strangers' cards, and those of hours that the books lost – says itself whose it is.
Result<void> PurseTeller::ask_whose_it_is(CardOnReader& card, PurseInspection& look, const Context& context) {
  TRY(known, books_.read([&](const books::Reader& books) -> Result<bool> {
    const auto row = books.find<books::Card>(look.seen->card);
    return row && row->state != books::CardStatus::spoiled;
  }));
  if (known) return {};
  TRY(contents, read(card, look.recognition, context, true));
  if (contents.purse->holder) look.seen->account = account_in(*contents.purse->holder);
  return {};
}

/// What was begun and paid goes on with this blank card, as at every contact with a card that a booking waits for; then it is looked at.
Result<PurseInspection> PurseTeller::go_on_making(CardOnReader& card, PurseInspection look, const Context& context) {
  TRY(order, books_.read([&](const books::Reader& books) { return purse::being_made(books, look.recognition.serial, context); }));
  if (!order) return look;
  const auto carried = carry_order(card, *order, false, context);
  if (!carried.ok()) {
    look.trouble = carried.error();
    return look;
  }
  look.settled.push_back({carried->condition.sale, carried->condition.state, carried->written.outcome == dialogue::Outcome::done});
  if (carried->written.outcome != dialogue::Outcome::done) {
    look.trouble = carried->written.cause;
    return look;
  }
  TRY(made, this->look(card, context));
  made.settled.insert(made.settled.begin(), look.settled.begin(), look.settled.end());
  return made;
}

Result<void> PurseTeller::settle(CardOnReader& card, PurseInspection& look, const cards::Contents& contents, const Context& context) {
  struct Open {
    purse::CardOrder order;
    std::string sealed;  ///< details of the newest seal; empty: it was never sealed
  };
  TRY(open, books_.read([&](const books::Reader& books) -> Result<std::optional<Open>> {
    const auto row = books.find<books::Card>(look.seen->card);
    const auto sale = row ? purse::unsettled(books, row->account) : std::nullopt;
    if (!sale || sale->card != look.seen->card) return std::optional<Open>{};
    TRY(order, purse::order_of_sale(books, sale->number, context));
    Open found{std::move(order), {}};
    for (const auto& entry : books.select(books::JournalEntry::of_sale, sale->number))
      if (entry.what == books::JournalEvent::sealing) found.sealed = entry.details;
    return std::optional(std::move(found));
  }));
  if (!open) return {};
  const auto& order = open->order;
  purse::CardShows found{.counter = SequenceNumber{order.n.value() - (makes_only(order) ? 0 : 1)}, .balance = look.seen->balance, .grey = look.seen->grey && order.work != CardWork::release};
  if (makes_only(order)) {  // a card that was made with nothing on it: here it is
    TRY(condition, books_.run(actor(context, "settle"), [&](const books::Reader& books) { return purse::issued(books, event(order, {}), true, context); }));
    look.settled.push_back({condition.sale, condition.state});
    return {};
  }
  if (!open->sealed.empty()) {
    TRY(asked, order_for_card(order, contents, look.recognition, context));
    cards::PurseDoubt doubt{.order = asked, .kind = doubt_of(order.work), .balance_before = order.before};
    as_it_was_sealed(doubt, open->sealed);
    TRY(written, dialogue::run(look.recognition.family->settle_purse(doubt), parties(card, nullptr, context)));
    if (written.outcome == dialogue::Outcome::in_doubt && !written.behind)
      return written.cause && !found.grey ? Result<void>(*written.cause) : Result<void>(Done{});  // a locked one pays with its record all the same
    const bool grey = found.grey;
    found = shows(order, written);
    found.grey = grey;
    if (written.behind) found.counter = SequenceNumber{order.n.value() < 2 ? 0 : order.n.value() - 2};
  }
  TRY(condition, books_.run(actor(context, "settle"), [&](const books::Reader& books) { return purse::settle(books, event(order, {}), found, context); }));
  if (found.grey && condition.state == purse::SaleStatus::in_doubt && !condition.contradicts) return {};  // it waits for the lock
  look.settled.push_back({condition.sale, condition.state});
  if (!found.grey) look.seen->balance = found.balance;
  if (!condition.order) return {};
  TRY(again, carry_order(card, *condition.order, false, context));
  look.settled.back() = {again.condition.sale, again.condition.state, again.written.outcome == dialogue::Outcome::done};
  look.seen->balance = again.written.balance.value_or(shows(*condition.order, again.written).balance);  // pulled before it was read back: what its proof says
  return {};
}

Result<PurseCarried> PurseTeller::carry(CardOnReader& card, const purse::CardOrder& order, const Context& context) { return carry_order(card, order, true, context); }

Result<PurseCarried> PurseTeller::carry_order(CardOnReader& card, const purse::CardOrder& order, bool at_sale, const Context& context) {
  TRY(sealed_before, books_.read([&](const books::Reader& books) -> Result<bool> { return purse::was_sealed(books, order.sale); }));
  auto tried = write(card, order, context);
  const auto written = tried.ok() ? *tried : nothing_done(tried.error(), sealed_before);
  auto reported = event(order, details_of(written));
  reported.at_sale = at_sale;
  TRY(condition, books_.run(actor(context, "carry"), [&](const books::Reader& books) -> purse::SettledAnswer {
    if (written.outcome == dialogue::Outcome::in_doubt) return purse::in_doubt(books, reported, context);
    if (makes_only(order)) return purse::issued(books, reported, written.outcome == dialogue::Outcome::done, context);
    return purse::settle(books, reported, shows(order, written), context);
  }));
  return PurseCarried{std::move(condition), written};
}

Result<cards::PurseWritten> PurseTeller::write(CardOnReader& card, const purse::CardOrder& order, const Context& context) {
  if (order.work == CardWork::issue) MUST(make(card, order, context));
  cards::PurseWritten made;
  made.outcome = dialogue::Outcome::done;
  made.evidence = "the card is made";
  if (makes_only(order)) return made;
  TRY(seen, recognise(card, context));
  TRY(contents, read(card, seen, context));
  if (purse_card::factor_of(*seen.number) != order.card)
    return error(Fault::card, "wrong_card", "Another card lies on the reader; nothing was written.", {{"account", fmt::format("{}", order.account)}});
  TRY(asked, order_for_card(order, contents, seen, context));
  TRY(scheme, books_.read([&](const books::Reader& books) { return scheme_of_account(books, order.account, context); }));
  const auto& family = *seen.family;
  const auto kind = doubt_of(order.work);
  return dialogue::run(kind == cards::PurseMoveKind::unload ? family.unload(asked) : kind == cards::PurseMoveKind::release ? family.release_lock(asked) : family.load(asked),
                       parties(card, &order, context, scheme));
}

Result<cards::PurseOrder> PurseTeller::order_for_card(const purse::CardOrder& order, const cards::Contents& contents, const cards::Recognition& seen, const Context& context) {
  TRY(ours, utility());
  TRY(sealed, books_.read([&](const books::Reader& books) -> Result<bool> { return purse::was_sealed(books, order.sale); }));
  cards::PurseOrder out;
  out.keys = {.serial = order.card, .version = contents.key_version, .transport_version = 1, .chip = seen.serial};
  out.sale = order.sale;
  out.amount = order.amount;
  out.n = order.n;
  out.terminal = terminal_of(context, ours.county);
  if (const auto own = vault_.terminal(); own.size() == out.terminal.size()) std::ranges::copy(own, out.terminal.begin());
  random_.fill(out.challenge);
  out.moment = moment_of(context);
  out.pin = first_pin_of_purse(order.account);
  out.first_attempt = !sealed;
  return out;
}

namespace {

/// A load or what was taken off, as its log has it; nothing: that moved nothing by the online counter.
std::optional<purse::LoggedMove> logged(const purse_card::LogRecord& record) {
  using purse_card::TransactionType;
  const bool onto = record.type == TransactionType::purse_load, off = record.type == TransactionType::unload || record.type == TransactionType::purse_release;
  if (!onto && !off) return std::nullopt;
  const auto moment = local_of(record.moment);
  return purse::LoggedMove{SequenceNumber{record.sequence + 1U}, onto, record.amount, to_hex(record.terminal), moment ? format_local(*moment) : std::string{}};
}

}  // namespace

/// Whether the holder and the area numbers that it names are those of the account.
Result<bool> PurseTeller::says_whose_it_is(CardOnReader& card, const PurseInspection& look, std::int64_t account, const Context& context) {
  struct Expected {
    std::string name;
    std::vector<books::PurseTerms> terms;
  };
  TRY(expected, books_.read([&](const books::Reader& books) -> Result<Expected> {
    const auto row = books.find<books::Account>(account);
    const auto customer = row ? books.find<books::Customer>(row->customer) : std::nullopt;
    const auto purse = books.last<books::Purse>(account);
    return customer && purse ? Expected{customer->name, purse::terms_it_may_say(books, *purse)} : Expected{};
  }));
  TRY(contents, read(card, look.recognition, context, true));
  MUST(hear_areas(look, *contents.purse, context));
  const auto& holder = contents.purse->holder;
  const auto& areas = contents.purse->areas;
  if (!holder || !areas || expected.name.empty()) return false;
  return holder->name == name_on_card(expected.name) && std::ranges::any_of(expected.terms, [&](const auto& terms) { return *areas == areas_of(terms); });
}

Result<purse::CardProven> PurseTeller::prove(CardOnReader& card, PurseInspection& look, std::int64_t account, const Context& context) {
  if (!look.seen || !look.contents || !look.recognition.family) return look.trouble ? *look.trouble : purse::no_card();
  TRY(ours, utility());
  cards::PurseOrder order;
  order.keys = {.serial = look.seen->card, .version = look.key_version, .transport_version = 1, .chip = look.recognition.serial};
  order.terminal = terminal_of(context, ours.county);
  random_.fill(order.challenge);
  order.moment = moment_of(context);
  order.pin = first_pin_of_purse(account);
  TRY(proven, dialogue::run(look.recognition.family->prove_purse(order), parties(card, nullptr, context)));
  look.seen->balance = proven.balance;
  TRY(named, says_whose_it_is(card, look, account, context));
  purse::CardProven out{.counter = proven.counter, .offline = offline_of(*look.contents), .log = {}, .proof = {}, .chip = look.recognition.serial, .names_him = named, .valid_to = text_of(look.contents->application.valid_to), .key_version = look.key_version};
  for (const auto& record : proven.log)
    if (auto one = logged(record)) out.log.push_back(std::move(*one));
  if (proven.code && proven.proof != PurseProof::wrong) out.proof = to_hex(*proven.code);
  return out;
}

Result<std::vector<purse::LoggedWatering>> PurseTeller::waterings_in_log(CardOnReader& card, const PurseInspection& look, const Context& context) {
  if (!look.seen) return holds_no_money(look.recognition);
  TRY(contents, read(card, look.recognition, context, true));
  MUST(hear_areas(look, *contents.purse, context));
  std::vector<purse::LoggedWatering> waterings;
  for (const auto& record : contents.purse->log)
    if (record.type == purse_card::TransactionType::purse_grey_debit) waterings.push_back({to_hex(record.terminal), record.sequence - 1, record.amount, local_of(record.moment)});
  return waterings;
}

Result<void> PurseTeller::clear(CardOnReader& card, const PurseInspection& look, const Context& context) {
  if (!look.seen || !look.recognition.number) return holds_no_money(look.recognition);
  MUST(books_.run(actor(context, "clear_returned"), [&](const books::Reader& books) { return purse::clear_card(books, *look.seen, context); }));
  const cards::CardKeys keys{.serial = look.seen->card, .version = look.key_version, .transport_version = 1, .chip = look.recognition.serial};
  const auto cleared = dialogue::run(look.recognition.family->clear_purse(keys), parties(card, nullptr, context));
  if (!cleared.ok()) return cleared.error();
  return {};
}

/// Keys of the oldest that nobody has cleared stand there: whoever came after him cleared them first. A wrong one costs a try, so none is guessed.
Result<void> PurseTeller::take_over(CardOnReader& card, const cards::Recognition& seen, const purse::CardOrder& order, std::uint8_t newest_version, const Context& context) {
  TRY(begun, books_.read([&](const books::Reader& books) -> Result<std::vector<books::Card>> { return purse::begun_with(books, seen.serial); }));
  for (const auto& one : begun) {
    if (one.serial == order.card) return {};  // his own, which goes on
    MUST(purse::may_be_taken_over(one));
    const cards::CardKeys keys{.serial = one.serial, .version = newest_version, .transport_version = 1, .chip = seen.serial};
    const auto cleared = dialogue::run(seen.family->clear_purse(keys), parties(card, nullptr, context));
    const bool is_gone = cleared.ok() || cause_of(cleared.error()) == Cause::card_refused;  // it has no key yet
    if (!is_gone && cause_of(cleared.error()) != Cause::card_key_differs) return cleared.error();
    if (is_gone) MUST(books_.run(actor(context, "clear_returned"), [&](const books::Reader& books) { return purse::begun_is_gone(books, one.serial, context); }));
    if (is_gone) return {};
  }
  return {};
}

Result<void> PurseTeller::make(CardOnReader& card, const purse::CardOrder& order, const Context& context) {
  TRY(seen, recognise(card, context));
  if (seen.number && seen.condition == CardCondition::ours && purse_card::factor_of(*seen.number) == order.card) return {};
  TRY(ours, utility());
  struct Known {
    std::string_view product;
    const cards::Family* family = nullptr;
    KeyPolicy policy;
  };
  TRY(known, books_.read([&](const books::Reader& books) -> Result<Known> {
    TRY(scheme, scheme::scheme_of(books.find<books::Account>(order.account).value_or(books::Account{}), context));
    return Known{scheme->card_product, families_.maker_of(scheme->card_product), key_policy(books, context.today())};
  }));
  if (known.family == nullptr)
    return error(Fault::request, "card_of_another_kind", "No card is made for accounts of this scheme; nothing was written.", {{"family", std::string{known.product}}});
  if (seen.condition == CardCondition::half_personalised && seen.family == known.family) MUST(take_over(card, seen, order, known.policy.known.front(), context));
  TRY(issue, issue_of(order, seen.serial, known.policy.known.front(), ours.county, context));
  auto made = dialogue::run(known.family->issue_purse(issue), parties(card, nullptr, context));
  if (!made.ok()) return made.error();
  return {};
}

}  // namespace kwota::teller
