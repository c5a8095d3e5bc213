// What the books say: balances, reconciliation, and whether they are whole.
#include "books/lookup.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/law.h"

namespace kwota::field {
namespace {

/// "cash T-01", "balance li", "prepaid", "fixed/fixed" … in the words of the log, to the ledger's own names.
std::optional<std::string> ledger_account(World& world, const std::string& name) {
  const auto after = [&](std::string_view head) {
    return name.starts_with(head) ? std::optional(name.substr(head.size())) : std::nullopt;
  };
  if (name == "prepaid") return ledger::prepaid("electricity");
  if (const auto commodity = after("prepaid/")) return ledger::prepaid(*commodity);
  if (name == "charged") return ledger::charged("electricity");
  if (const auto commodity = after("charged/")) return ledger::charged(*commodity);
  if (name == "card_fee") return std::string(ledger::card_fee);
  if (name == "over_short") return ledger::over_short();
  if (name == "refund_pending") return std::string(ledger::refund_pending);
  if (name == "safe") return ledger::safe(world.station);
  for (const auto& row : ledger::tenders()) {
    const std::string word(word_of(row.tender));
    if (const auto till = after(word + "_"); till && world.windows.contains(*till)) return ledger::till_money(world.windows.at(*till).station, *till, row.tender);
    if (name == "due_" + word) return ledger::due(row.tender, world.station);
    if (name == "over_short_" + word) return ledger::over_short(row.tender);
  }
  if (const auto who = after("balance_"); who && world.accounts.contains(*who))
    return ledger::customer_balance(world.accounts.at(*who));
  if (const auto id = after("fee/")) return ledger::fee(*id);
  if (const auto id = after("fixed/")) return ledger::fixed(*id);
  if (const auto id = after("tax/")) return ledger::tax(*id);
  if (const auto id = after("supplement/")) return ledger::supplement(*id);
  return std::nullopt;
}

Result<Facts> ledger(World& world, const Sentence&) {
  Facts facts;
  facts.ask([&world](const std::string& name) -> std::optional<std::string> {
    const auto account = ledger_account(world, name);
    if (!account) return std::nullopt;
    const auto amount = world.books->read([&](const books::Reader& reader) -> Result<Money> { return reader.balance(*account); });
    return amount.ok() ? std::optional(world.money(*amount)) : std::nullopt;
  });
  return facts;
}

Result<Facts> reconciliation(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(seen, reconciliation_of(world, *meter));
  Facts facts;
  facts.say("sold", world.credit(seen.sold))
      .say("applied", world.credit(seen.applied))
      .say("in_transit", world.credit(seen.in_transit));
  facts.say("taken_back", world.credit(seen.taken_back))
      .say("gap", world.credit(seen.gap))
      .say("reason", std::string(word_of(seen.reason)))
      .say("adds_up", seen.adds_up());
  if (seen.meter) facts.say("used", world.credit(seen.meter->used)).say("remaining", world.credit(seen.meter->remaining));
  return facts;
}

Result<Facts> statement(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(row, world.books->read([&](const books::Reader& reader) -> Result<books::Statement> {
    const auto newest = books::newest_statement(reader, meter->number);
    if (!newest) return mistake("the meter has never answered");
    return *newest;
  }));
  TRY(before, world.books->read([&](const books::Reader& reader) -> Result<std::vector<books::Statement>> {
    return reader.newest<books::Statement>(2, meter->number);
  }));
  TRY(sold, world.books->read(
                [&](const books::Reader& reader) -> Result<SequenceNumber> { return reader.find<books::Meter>(meter->number)->sold; }));
  Facts facts;
  facts.say("remaining", world.credit(row.remaining))
      .say("overdraft", world.credit(row.overdraft))
      .say("count", std::to_string(row.count.value()));
  facts.say("last_applied", row.last_applied)
      .say("last_amount", world.credit(row.last_amount))
      .say("energy", format_decimal(row.energy.wh(), 3));
  facts.say("illegal", std::to_string(row.illegal_inserts))
      .say("illegal_by_cause", row.illegal)
      .say("meter_time", row.meter_time ? format_local(*row.meter_time) : "none");
  const auto earlier = before.size() > 1 ? std::optional(before[1]) : std::nullopt;
  std::string odd;
  for (const auto& one : reconcile::anomalies(row, earlier, {}, sold, world.zone())) odd += (odd.empty() ? "" : " ") + one.code;
  return facts.say("anomalies", odd.empty() ? "none" : odd);
}

Result<Facts> account(World& world, const Sentence& sentence) {
  TRY(number, world.account(sentence["account"]));
  TRY(row, world.books->read([&](const books::Reader& reader) -> Result<books::Account> { return *reader.find<books::Account>(number); }));
  return Facts{}.say("state", row.state).say("number", std::to_string(row.number)).say("plan", row.plan);
}

Result<Facts> law(World& world, const Sentence&) {
  TRY(found, check_law(world));
  if (!found) return Facts{}.say("state", "holds");
  return error(Fault::ours, "law_broken", found->stated + "; but: " + found->seen);
}

}  // namespace

std::span<const Phrase> books_phrases() {
  static constexpr Phrase phrases[] = {
      {"ledger", ledger},
      {"reconciliation of meter <meter>", reconciliation},
      {"newest statement of meter <meter>", statement},
      {"account <account>", account},
      {"the books and the meters agree", law},
  };
  return phrases;
}

}  // namespace kwota::field
