#include "kwota/card/purse_by_books.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/parts/sale_outcome.h"
#include "carry/cards/all.h"
#include "kwota/card/card_on_reader.h"
#include "kwota/server/server_desk.h"
#include "kwota/terminal.h"
#include "schemes/all.h"
#include "sell/purse/load.h"
#include "sell/purse/take_off.h"
#include "sell/settings/in_force.h"
#include "work/teller/purse_grey.h"
#include "work/teller/purse_on_file.h"
#include "work/teller/purse_teller.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

using books::SaleOutcome;
using people::Context;

/// One contact: who works at which till, the card that lies there, and what it showed.
struct AtHand {
  const Context& context;
  teller::CardOnReader& card;
  const teller::PurseInspection& look;
  std::int64_t approval = 0;
};

class PurseDesk {
 public:
  static Result<std::unique_ptr<PurseDesk>> open(const PurseByBooks& by) {
    TRY(desk, BooksDesk::open(by.who.data));
    return std::unique_ptr<PurseDesk>(new PurseDesk(by, std::move(desk)));
  }

  /// Signs in, looks at the card, which settles what was in doubt, and goes on; once more with a second person where that is asked for.
  template <class Work>
  Result<int> with_card(Work work) {
    return desk_->people().with_second(by_.who.as, by_.who.second, [&](const Context& signed_in, std::int64_t approval) -> Result<int> {
      TRY(context, at_till(signed_in));
      MUST(admitted(context));
      TRY(on_reader, CardOnReader::find(by_.reader));
      auto& session = on_reader->session();
      teller::CardOnReader card{session.atr(), [&session](const iso7816::Command& command) { return session.exchange(command); }};
      TRY(look, teller().look(card, context));
      for (const auto& one : look.settled) fmt::print(stderr, "{}: {}\n", one.sale, word_of(one.state));
      if (look.trouble) return *look.trouble;
      return work(AtHand{context, card, look, approval});
    });
  }

  /// Booked, done by the card on the reader, settled. `decide`: (books, claim) -> purse::Booked.
  template <class Decide>
  Result<int> book(const AtHand& at, const char* action, const std::string& content, Decide decide) {
    const counter::Claim claim{key_, content};
    TRY(booked, books().run({at.context.who.name, action, at.context.station}, [&](const books::Reader& reader) { return decide(reader, claim); }));
    std::string cause;
    if (booked.order && !booked.repeated) {
      const auto carried = teller().carry(at.card, *booked.order, at.context);
      if (!carried) cause = carried.error().code;
      else if (carried->written.cause) cause = carried->written.cause->code;
    }
    TRY(state, books().read([&](const books::Reader& reader) -> Result<books::SaleStatus> {
      const auto row = reader.find<books::SaleState>(booked.sale.number);
      return row ? row->state : booked.state;
    }));
    return shown(booked.sale, state, cause);
  }

  store::Books& books() { return desk_->books(); }
  teller::PurseTeller teller() { return {books(), desk_->counter().vault(), desk_->random(), cards::all()}; }
  const PurseByBooks& by() const { return by_; }
  std::string money(Money amount) {
    const auto digits = books().read([](const books::Reader& reader) -> Result<int> { return books::minor_digits_of(reader); });
    return format_money(amount, digits.ok() ? *digits : 2);
  }

 private:
  PurseDesk(PurseByBooks by, std::unique_ptr<BooksDesk> desk) : by_(std::move(by)), key_(by_.key.empty() ? fresh_key() : by_.key), desk_(std::move(desk)) {}

  Result<Context> at_till(Context context) {
    context.now = desk_->clock().now();
    context.schemes = &schemes::table();
    const auto slash = by_.till.find('/');
    if (slash != std::string::npos) {
      context.station = by_.till.substr(0, slash);
      context.till = by_.till.substr(slash + 1);
      return context;
    }
    TRY(shift, books().read([&](const books::Reader& reader) -> Result<std::optional<books::Shift>> { return books::open_shift_of(reader, context.who.name); }));
    if (!shift) return error(Fault::refused, "no_open_shift", "No shift is open at this till; open your shift, then repeat it.");
    context.station = shift->station;
    context.till = shift->till;
    return context;
  }

  /// A counter that seals with a PSAM or a load SAM has its own; where the token seals, the till's PSAM proves itself in a reader beside it.
  Result<void> admitted(const Context& context) {
    if (desk_->counter().kind() != seal::SealsWith::token) return {};
    TRY(required, books().read([&](const books::Reader& reader) -> Result<bool> {
      return settings::number_in_force(reader, settings::SettingName::psam_required, context.now) != 0;
    }));
    if (!required) return {};
    if (by_.psam.empty())
      return error(Fault::refused, "psam_wanted", "No PSAM admits this till: no money was moved on a card. Put the till's PSAM into a reader of its own and name that with --psam.");
    TRY(in_reader, CardOnReader::find(by_.psam));
    TRY(pin, ask_unseen("PIN of the till's PSAM"));
    auto& session = in_reader->session();
    const psam::CardSlot slot = [&session](const iso7816::Command& command) { return session.exchange(command); };
    const auto question = psam::TerminalQuestion::thrown(desk_->random(), teller::moment_of(context));
    TRY(proof, desk_->counter().admit(slot, session.atr(), pin, question, context));
    return desk_->counter().still_good(proof.card);
  }

  /// 0: done. What is not known yet is settled when the card lies there again.
  int shown(const books::Sale& sale, books::SaleStatus state, const std::string& cause) {
    const bool done = state == books::SaleStatus::applied || state == books::SaleStatus::carried;
    const auto became = done ? SaleOutcome::done : state == books::SaleStatus::reversed ? SaleOutcome::not_done : SaleOutcome::not_yet_known;
    const auto amount = money(sale.credit.is_negative() ? -sale.credit.money() : sale.credit.money());
    if (by_.json)
      fmt::print("{}\n", json::serialize(json::object{{"outcome", word_of(became)}, {"sale", sale.number}, {"account", sale.account}, {"amount", amount}, {"error", cause}}));
    else
      fmt::print("{}: {} {}{}\n", sale.number, word_of(became), amount, cause.empty() ? "" : " (" + cause + ")");
    if (became == SaleOutcome::not_yet_known) fmt::print(stderr, "Put the card back: kwota purse settle asks it what was done.\n");
    return done ? 0 : 1;
  }

  PurseByBooks by_;
  std::string key_;
  std::unique_ptr<BooksDesk> desk_;
};

Result<std::int64_t> account_on(PurseDesk& desk, const AtHand& at) {
  const auto row = desk.books().read([&](const books::Reader& reader) -> Result<std::optional<books::Card>> {
    return at.look.seen ? reader.find<books::Card>(at.look.seen->card) : std::nullopt;
  });
  if (row.ok() && *row && (*row)->account != 0) return (*row)->account;
  MUST(at.look.for_shop());  // what lies there is named: a key card is none of a stranger's
  return error(Fault::card, Cause::card_foreign, "This card is no farmer's card of these books: nothing was done. A blank one is made his with kwota purse issue.",
               {{"condition", std::string(at.look.condition())}});
}

Result<std::int64_t> account_to_load(PurseDesk& desk, const AtHand& at, std::int64_t account) {
  if (account == 0) return account_on(desk, at);
  if (const auto already = account_on(desk, at); already.ok())
    return error(Fault::card, "card_not_blank", fmt::format("This card is account {}'s already: nothing was done. Put a blank one down, or load this one.", *already),
                 {{"account", fmt::format("{}", *already)}});
  MUST(at.look.for_shop());
  return account;
}

/// What is unusual is done when somebody has said yes to it.
Result<std::vector<std::string>> confirmed(const PurseDesk& desk, const purse::LoadQuote& quote) {
  auto codes = counter::codes_of(quote.confirm);
  if (codes.empty() || desk.by().sure) return codes;
  TRY(said, ask(fmt::format("Unusual: {}. Go on? yes or no", fmt::join(codes, ", "))));
  if (said == "yes") return codes;
  return error(Fault::request, "confirmation_needed", "Nobody said yes to what is unusual here: nothing was booked.", {{"codes", fmt::format("{}", fmt::join(codes, ", "))}});
}

}  // namespace

Result<int> load_by_books(const PurseByBooks& by, std::int64_t wanted, const std::string& amount, const std::string& tender) {
  TRY(desk, PurseDesk::open(by));
  return desk->with_card([&](const AtHand& at) -> Result<int> {
    TRY(account, account_to_load(*desk, at, wanted));
    const purse::LoadQuoteRequest asked{.account = account, .pay = amount, .seen = at.look.for_shop()};
    TRY(quote, desk->books().read([&](const books::Reader& reader) { return purse::quote_load(reader, asked, at.context); }));
    fmt::print(stderr, "{} on the card, {} afterwards\n", desk->money(quote.before), desk->money(quote.after));
    TRY(codes, confirmed(*desk, quote));
    purse::LoadRequest request{.claim = {}, .quote = quote.id, .seen = asked.seen, .paying = {}, .confirmed = codes};
    request.paying.tender = tender;
    return desk->book(at, "sell", fmt::format("load {} {}", account, amount), [&](const books::Reader& reader, const counter::Claim& claim) {
      request.claim = claim;
      return purse::load(reader, request, at.context);
    });
  });
}

Result<int> unload_by_books(const PurseByBooks& by, const std::string& amount, const std::string& reason) {
  TRY(desk, PurseDesk::open(by));
  return desk->with_card([&](const AtHand& at) -> Result<int> {
    TRY(account, account_on(*desk, at));
    return desk->book(at, "take_back", fmt::format("unload {} {}", account, amount), [&](const books::Reader& reader, const counter::Claim& claim) {
      const purse::DeductRequest request{.claim = claim, .account = account, .amount = amount, .reason = reason, .seen = at.look.for_shop(), .approval = at.approval};
      return purse::deduct(reader, request, at.context);
    });
  });
}

Result<int> settle_by_books(const PurseByBooks& by) {
  TRY(desk, PurseDesk::open(by));
  return desk->with_card([&](const AtHand& at) -> Result<int> {
    TRY(account, account_on(*desk, at));
    const auto told = [&](const std::string& became, Money amount, Money left) {
      if (by.json)
        fmt::print("{}\n", json::serialize(json::object{{"outcome", became}, {"account", account}, {"amount", desk->money(amount)}, {"balance", desk->money(left)}}));
      else
        fmt::print("account {}: {}, {} paid, {} on the card\n", account, became, desk->money(amount), desk->money(left));
    };
    if (!at.look.seen->grey) {
      told("free", Money{}, at.look.seen->balance);
      return 0;
    }
    MUST(people::require(at.context.who, "settle"));
    TRY(settled, desk->teller().settle_grey(at.card, at.look, at.context));
    if (!settled.watering && settled.written.cause) return *settled.written.cause;
    told(settled.watering ? "done" : "not_yet_known", settled.watering ? settled.watering->amount : Money{}, settled.written.balance.value_or(at.look.seen->balance));
    return settled.watering ? 0 : 1;
  });
}

int cleared(const std::string& card, bool as_json) {
  if (as_json)
    fmt::print("{}\n", json::serialize(json::object{{"outcome", "done"}, {"card", card}}));
  else
    fmt::print("card {}: cleared, as good as a blank one\n", card);
  return 0;
}

Result<int> clear_by_books(const PurseByBooks& by) {
  TRY(desk, PurseDesk::open(by));
  return desk->with_card([&](const AtHand& at) -> Result<int> {
    MUST(desk->teller().clear(at.card, at.look, at.context));
    return cleared(to_text(at.look.seen->card), by.json);
  });
}

Result<int> release_by_books(const PurseByBooks& by, const std::string& amount, const std::string& reason) {
  TRY(desk, PurseDesk::open(by));
  return desk->with_card([&](const AtHand& at) -> Result<int> {
    TRY(account, account_on(*desk, at));
    return desk->book(at, "release_lock", fmt::format("release {} {}", account, amount), [&](const books::Reader& reader, const counter::Claim& claim) {
      purse::ReleaseRequest request{.claim = claim, .account = account, .amount = amount, .reason = reason, .seen = at.look.for_shop(), .lock = {}, .locked = {}, .approval = at.approval};
      if (at.look.contents) {
        request.lock = teller::lock_of(*at.look.contents).value_or(purse::LockSeen{});
        request.locked = teller::locked_at(*at.look.contents);
      }
      return purse::release(reader, request, at.context);
    });
  });
}

}  // namespace kwota::app
