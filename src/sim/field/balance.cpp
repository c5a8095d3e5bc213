// Balances at the server: put there, charged night by night, paid in, in arrears, ended.
#include "base/ids_text.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/debt_payment.h"
#include "sell/customer/change.h"
#include "sell/debt/keep.h"
#include "sell/remote/link.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "sim/field/tenders.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

namespace office = remote_account;

/// An account that is written down and waits for its opening.
Result<Facts> prepared(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(customer, world.customer(sentence["customer"]));
  books::Account row;
  row.station = world.station;
  row.customer = customer;
  row.service_point = "SP-" + sentence["meter"];
  row.meter = meter->number;
  row.plan = sentence["plan"];
  MUST(put(world, books::ServicePoint{.code = row.service_point, .address = sentence["meter"]}));
  TRY(kept, world.books->run(books::Actor{"setup", "customers_write", ""},
                             [&](const books::Reader& reader) { return customer::put_draft(reader, row); }));
  world.accounts[sentence["account"]] = kept.number;
  return Facts{}.say("state", kept.state);
}

Result<Money> money_or(const Sentence& sentence, std::string_view name, Money otherwise) {
  if (!sentence.has(name)) return otherwise;
  return parse_money(sentence[name], 2);
}

Result<office::BalanceTerms> terms_of(const Sentence& sentence) {
  office::BalanceTerms terms;
  TRY(alarm, money_or(sentence, "alarm", Money{}));
  TRY(overdraft, money_or(sentence, "overdraft", Money{}));
  TRY(above, money_or(sentence, "above", Money{}));
  terms.alarm = alarm, terms.overdraft = overdraft, terms.close_above = above;
  terms.close_directly = sentence.has("directly");
  if (!sentence.has("from")) return terms;
  TRY(friendly, office::friendly_from_text(R"({"from":")" + sentence["from"] + R"(","until":")" + sentence["until"] + R"("})"));
  terms.friendly = friendly;
  return terms;
}

Facts facts_of(World& world, const books::RemoteAccount& row, Money balance) {
  return Facts{}
      .say("state", row.state)
      .say("balance", world.money(balance))
      .say("arrears", office::in_arrears(balance, office::terms_of(row)))
      .say("ordered", row.ordered == books::BalanceOrders::none ? "nothing" : std::string(word_of(row.ordered)))
      .say("charged_to", row.charged_to.empty() ? "nothing" : row.charged_to)
      .say("trouble", row.trouble.empty() ? "none" : row.trouble);
}

Result<Facts> balance_now(World& world, std::int64_t account) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.find<books::RemoteAccount>(account);
    if (!row) return mistake("this account was never put on a balance at the server");
    const auto days = reader.newest<books::DayCharge>(1000, account);
    return facts_of(world, *row, office::balance_of(reader, account))
        .say("days", std::to_string(days.size()))
        .say("turned", std::to_string(std::ranges::count(days, true, &books::DayCharge::turned)));
  });
}

Result<Facts> balance(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return balance_now(world, account);
}

/// What the night job does, at once.
Result<Facts> charge(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  MUST(decide(world, "root", "charge", nullptr, [&](const books::Reader& reader, const people::Context& context) { return office::charge(reader, account, context); }));
  return balance_now(world, account);
}

/// With the right that it asks; the window does not matter.
template <class UseCase>
Result<Facts> kept(World& world, const Sentence& sentence, std::int64_t account, UseCase use_case) {
  MUST(world.running());
  MUST(decide(world, sentence["who"], "balances_write", nullptr, use_case));
  return balance_now(world, account);
}

/// Where the terms let somebody owe more, two persons stand behind them.
template <class Request, class UseCase>
Result<Facts> agreed(World& world, const Sentence& sentence, Request request, UseCase use_case) {
  MUST(world.running());
  TRY(context, world.context(sentence["who"], nullptr));
  const auto done = world.with_second_person("balances_write", context, [&](std::int64_t approval) {
    request.approval = approval;
    return decide(world, sentence["who"], "balances_write", nullptr, [&](const books::Reader& reader, const people::Context& now) { return use_case(reader, request, now); });
  });
  if (!done.ok()) return done.error();
  return balance_now(world, request.account);
}

Result<Facts> put_on(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(terms, terms_of(sentence));
  const office::BeginRequest request{.account = account, .terms = terms, .opening = {sentence["register"], {}}, .scheme = sentence["scheme"]};
  return agreed(world, sentence, request, office::begin);
}

Result<Facts> other_terms(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(terms, terms_of(sentence));
  return agreed(world, sentence, office::TermsRequest{.account = account, .terms = terms}, office::change_terms);
}

Result<Facts> end(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const office::EndRequest request{.account = account, .closing = {sentence["register"], {}}, .close = sentence.has("closes")};
  return kept(world, sentence, account,
              [&](const books::Reader& reader, const people::Context& context) { return office::end(reader, request, context); });
}

Result<Facts> lift(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const office::LiftRequest request{.account = account, .anew = sentence.has("anew"), .opening = {sentence["register"], {}}};
  return kept(world, sentence, account,
              [&](const books::Reader& reader, const people::Context& context) { return office::lift(reader, request, context); });
}

Result<Facts> pay(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_and_carry(
      sentence["who"], "sell", sentence["label"],
      [account, confirmed = said_yes(sentence), amount = sentence["money"], paying = paying_in(sentence)](const books::Reader& reader, const World::Ask& ask) {
        return without_command(
            office::pay(reader, {.claim = ask.claim, .account = account, .amount = amount, .paying = paying, .confirmed = confirmed}, ask.context));
      },
      false);
}

Result<Facts> hand_back(World& world, const Sentence& sentence) {
  TRY(sale, world.sale(sentence["sale"]));
  return world.book_and_carry(
      sentence["who"], "take_back_own", sentence["label"],
      [sale, reason = sentence["reason"]](const books::Reader& reader, const World::Ask& ask) {
        return without_command(office::pay_back(
            reader, {.claim = ask.claim, .sale = sale, .reason = reason, .approval = ask.approval}, ask.context));
      },
      false);
}

template <class Decide>
Result<Facts> end_debt(World& world, const Sentence& sentence, const char* action, Decide decide) {
  TRY(account, world.account(sentence["account"]));
  return world.book_and_carry(
      sentence["who"], action, sentence["label"],
      [account, decide, reason = sentence["reason"]](const books::Reader& reader, const World::Ask& ask) {
        return decide(reader, counter::DebtRequest{.claim = ask.claim, .account = account, .reason = reason, .approval = ask.approval}, ask.context);
      },
      false);
}

Result<Facts> claim(World& world, const Sentence& sentence) { return end_debt(world, sentence, "claim_debt", counter::claim_debt); }
Result<Facts> write_off(World& world, const Sentence& sentence) { return end_debt(world, sentence, "write_off", counter::write_off); }

Result<Facts> debt(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto owed = counter::debt_of(reader, account);
    return Facts{}.say("owed", world.money(owed.on_account)).say("claimed", world.money(owed.claimed));
  });
}

/// What this account owes by name, in all.
Result<Facts> debts_of(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    Money amount, paid, left, written_off;
    for (const auto& row : reader.select(books::Debt::of_account, account)) {
      amount += row.amount;
      paid += debts::paid_of(reader, row);
      left += debts::left_of(reader, row);
      written_off += row.written_off;
    }
    return Facts{}.say("amount", world.money(amount)).say("paid", world.money(paid)).say("left", world.money(left)).say("written_off", world.money(written_off));
  });
}

Result<Facts> raise_debt(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  MUST(put(world, books::Code{.kind = books::CodeKind::debt_kind, .code = "arrears", .name_zh = "", .name_en = "Arrears", .name_ru = "", .value = "", .active = true}));
  debts::RaiseRequest request{.account = account, .kind = "arrears", .origin = "", .document = sentence["document"], .amount = sentence["money"], .since = "", .recovery = {}, .remark = "", .approval = 0};
  request.recovery.rule = sentence.has("percent") ? "percent" : sentence.has("part") ? "fixed" : sentence.has("first") ? "first" : "at_counter";
  request.recovery.value = sentence.has("percent") ? sentence["percent"] : sentence.has("part") ? sentence["part"] : "";
  MUST(world.running());
  TRY(context, world.context(sentence["who"], nullptr));
  TRY(row, world.with_second_person("debts_write", context, [&](std::int64_t approval) {
    request.approval = approval;
    return decide(world, sentence["who"], "debts_write", nullptr, [&](const books::Reader& reader, const people::Context& now) { return debts::raise(reader, request, now); });
  }));
  return Facts{}.say("left", world.money(row.amount));
}

Result<Facts> pay_debts(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_and_carry(
      sentence["who"], "sell", sentence["label"],
      [account, amount = sentence["money"]](const books::Reader& reader, const World::Ask& ask) {
        return counter::pay_debts(reader, {.claim = ask.claim, .account = account, .debt = 0, .amount = amount, .paying = {}, .confirmed = {}}, ask.context);
      },
      false);
}

Result<Facts> day(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    for (const auto& row : reader.newest<books::DayCharge>(1000, account))
      if (format_date(row.day) == sentence["day"])
        return Facts{}
            .say("amount", world.money(row.amount))
            .say("used", format_kwh(row.used))
            .say("estimated", row.estimated)
            .say("turned", row.turned)
            .say("version", row.plan_version);
    return error(Fault::request, "not_charged", "Nothing was charged for that day.");
  });
}

/// The newest one, whoever gave it.
Result<Facts> newest_order(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last(books::MeterCommand::of_kind, meter->number, books::CommandKind::relay);
    if (!row) return mistake("nothing was ever ordered at meter " + sentence["meter"]);
    std::size_t open = 0;
    for (const auto& one : reader.select(books::MeterCommand::open_of, meter->number)) open += one.kind == books::CommandKind::relay ? 1 : 0;
    return Facts{}
        .say("state", row->state)
        .say("order", std::string(remote::relay_order_text(*row)))
        .say("by", row->asked_by)
        .say("error", row->error)
        .say("waiting", std::to_string(open));
  });
}

}  // namespace

std::span<const Phrase> balance_phrases() {
  static constexpr Phrase phrases[] = {
      {"account <account> is prepared for <customer> at meter <meter> with plan <plan>", prepared},
      {"<who> puts <account> on a balance at the server [ by the scheme <scheme> ] [ warned at <alarm> ] [ owing up to <overdraft> ] [ closed "
       "<directly:directly> ] "
       "[ above <above> ] [ friendly from <from> until <until> ] [ with register <register> ]",
       put_on},
      {"<who> holds <account> at the server [ warned at <alarm> ] [ owing up to <overdraft> ] [ closed <directly:directly> ] "
       "[ above <above> ] [ friendly from <from> until <until> ]",
       other_terms},
      {"<who> ends the balance of <account> [ with register <register> ] [ and <closes:closes> the account ]", end},
      {"<who> has looked at the balance of <account> [ and begins <anew:anew> ] [ with register <register> ]", lift},
      {"<who> takes a payment of <money> for <account> [ by <tenders> ] [ <unasked:unasked> ] [ as <label> ]", pay},
      {"<who> hands back <sale> because <reason> [ as <label> ]", hand_back},
      {"<who> claims the debt of <account> because <reason> [ as <label> ]", claim},
      {"<who> writes off the debt of <account> because <reason> [ as <label> ]", write_off},
      {"debt of <account>", debt},
      {"debts of <account> by name", debts_of},
      {"<who> raises a debt of <money> by <document> at <account> [ recovered by <percent> percent ] [ recovered by <part> a sale ] [ recovered <first:first> ]", raise_debt},
      {"<who> takes <money> for the debts of <account> [ as <label> ]", pay_debts},
      {"balance of <account>", balance},
      {"the server charges <account>", charge},
      {"charge of <account> on <day>", day},
      {"newest order at meter <meter>", newest_order},
  };
  return phrases;
}

}  // namespace kwota::field
