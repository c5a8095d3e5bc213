// The life of an open account: another price plan, another class, other people, another address, from a day on.
#include "sell/counter/order/account_change.h"
#include "sell/remote/change_account.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

constexpr books::Right right = "change_account";

Result<Facts> usage_class(World& world, const Sentence& sentence) {
  const auto code = sentence["code"];
  MUST(put(world, books::Code{books::CodeKind::usage_class, code, code, code, code, "", true}));
  return Facts{};
}

/// By what an account is sold to now, and what is agreed for later.
Result<Facts> terms_now(World& world, std::int64_t number) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.find<books::Account>(number);
    if (!row) return mistake("there is no such account");
    const auto account = counter::account_at(reader, *row, world.now());
    const auto changes = counter::agreed_changes(reader, number);
    const auto coming = std::ranges::find_if(changes, [&](const auto& one) { return one.begins > world.now(); });
    Facts facts;
    facts.say("plan", account.plan).say("class", account.usage_class).say("heads", std::to_string(account.household_persons)).say("listed", row->plan);
    facts.say("coming", coming == changes.end() ? "none" : coming->plan + " from " + coming->from);
    if (const auto point = reader.find<books::ServicePoint>(row->service_point)) facts.say("address", counter::address_at(reader, *point, number, world.now())).say("listed_address", point->address);
    if (!changes.empty()) facts.say("changed_by", changes.back().changed_by).say("approved_by", changes.back().approved_by);
    return facts;
  });
}

template <class Request, class Decide>
Result<Facts> decided(World& world, const Sentence& sentence, Request request, Decide decide_it) {
  MUST(world.running());
  TRY(context, world.context(sentence["who"], nullptr));
  MUST(world.with_second_person(std::string(right.word()), context, [&](std::int64_t approval) {
    request.approval = approval;
    return decide(world, sentence["who"], std::string(right.word()), nullptr, [&](const books::Reader& reader, const people::Context& now) { return decide_it(reader, request, now); });
  }));
  return terms_now(world, request.account);
}

Result<Facts> change(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  remote::ChangeRequest request{.account = account,
                                .from = sentence.or_else("date", ""),
                                .plan = sentence.or_else("plan", ""),
                                .usage_class = sentence.or_else("class", ""),
                                .address = sentence.or_else("address", ""),
                                .household_persons = {},
                                .reason = sentence["reason"]};
  if (sentence.has("heads")) {
    TRY(household_persons, parse_decimal(sentence["heads"], 0));
    request.household_persons = household_persons;
  }
  return decided(world, sentence, request, remote::change_account);
}

Result<Facts> withdraw(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(number, world.books->read([&](const books::Reader& reader) -> Result<std::int64_t> {
    const auto last = reader.last<books::AccountChange>(account);
    return last ? last->number : 0;
  }));
  return decided(world, sentence, remote::WithdrawChange{account, number, 0}, remote::withdraw_change);
}

Result<Facts> terms(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return terms_now(world, account);
}

}  // namespace

std::span<const Phrase> account_phrases() {
  static constexpr Phrase phrases[] = {
      {"usage class <code>", usage_class},
      {"<who> changes account <account> [ to plan <plan> ] [ to class <class> ] [ to <heads> people ] [ to address <address> ] [ from <date> ] because <reason>", change},
      {"<who> withdraws the change of account <account>", withdraw},
      {"terms of account <account>", terms},
  };
  return phrases;
}

}  // namespace kwota::field
