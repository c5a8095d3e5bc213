#include "sell/counter/statement.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "sell/counter/order/brought_along.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/order/former_meter.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/order/key_notes.h"
#include "sell/counter/untaken.h"
#include "sell/counter/worth.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/entry_name.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

bool same_words(const books::Statement& a, const books::Statement& b) {
  return a.raw == b.raw && a.count == b.count && a.meter_time == b.meter_time && a.energy == b.energy && a.used_e5 == b.used_e5 &&
         a.credited == b.credited && a.last_amount == b.last_amount && a.last_applied == b.last_applied;
}

/// Everything that one statement settles, collected row by row.
class Settlement {
 public:
  Settlement(const books::Reader& books, books::Meter meter, const books::Statement& statement, const Context& context)
      : books_(books), meter_(std::move(meter)), statement_(statement), context_(context) {}

  Result<books::Decision<StatementOutcome>> run();

 private:
  bool is_late() const;
  Result<void> settle_number();
  Result<void> settle_sales(const books::Instruction& winner);
  Result<void> settle_take_back(const books::Sale& take_back);
  Result<void> settle_deduction(const books::Sale& deduction, bool won);
  Result<void> settle_emptied(SequenceNumber applied_before);
  books::Statement last_word() const;
  std::optional<books::MeterSwap> swapped_from(std::int64_t account) const;
  Result<void> settle_removed();
  Result<void> settle_untaken();
  bool may_lie_on_a_card(SequenceNumber number) const;
  Result<void> correct(books::MeterSwap swap, Credit held);
  Result<void> give_lost_back();
  bool opens_an_account(SequenceNumber number) const;
  std::int64_t emptied_account(SequenceNumber before) const;
  std::int64_t account_before(SequenceNumber number) const;
  Result<std::string> commodity_of(std::int64_t account) const;
  ledger::Head numbered(ledger::Operation what, std::int64_t account) const {
    return head(ledger::named_by(what, {meter_.number, meter_.statements}), what, account);
  }
  Result<void> carry_lost_again();
  void move(const std::string& number, SaleStatus state);
  ledger::Head head(const std::string& number, ledger::Operation what, std::int64_t account) const {
    return {number, context_.till.empty() ? books::chain_of_station(context_.station) : context_.till_chain(), context_.now, settings::business_day(books_, context_.now, context_.zone),
            what, account};
  }
  Result<void> post(Result<books::Entry> entry) {
    TRY(row, std::move(entry));
    if (!row.legs.empty()) changes_.append.emplace_back(std::move(row));
    return Done{};
  }

  const books::Reader& books_;
  books::Meter meter_;
  const books::Statement& statement_;
  const Context& context_;
  books::Changes changes_;
  StatementOutcome taken_;
  std::int64_t account_ = 0;
  Money due_;
};

/// The meter had gone further already when it said so before: an older card came later. Its figures stay history.
bool Settlement::is_late() const {
  if (statement_.count < meter_.applied) return true;
  const auto newest = books::newest_statement(books_, meter_.number);
  return newest && std::tie(statement_.count, statement_.used_e5, statement_.energy) < std::tie(newest->count, newest->used_e5, newest->energy);
}

void Settlement::move(const std::string& number, SaleStatus state) {
  auto row = books_.find<books::SaleState>(number);
  if (!row || row->state == state) return;
  row->state = state;
  row->since = context_.now;
  changes_.put.emplace_back(*row);
}

Result<void> Settlement::settle_take_back(const books::Sale& take_back) {
  const auto& gone = taken_.taken_back;
  if (std::find(gone.begin(), gone.end(), take_back.original) == gone.end()) {
    move(take_back.number, SaleStatus::reversed);
    return post(ledger::take_back_lost(head(take_back.number + "/settled", ledger::Operation::settle, take_back.account), posted(books_, take_back)));
  }
  move(take_back.number, SaleStatus::taken_back);
  due_ -= take_back.tendered;
  return post(ledger::refund_is_due(head(take_back.number + "/settled", ledger::Operation::settle, take_back.account), take_back.account, -take_back.tendered));
}

/// It won with its revision; or it goes again together with the sale it was taken from; or that sale was applied whole, and it never was.
Result<void> Settlement::settle_deduction(const books::Sale& deduction, bool won) {
  if (won) {
    move(deduction.number, SaleStatus::applied);
    taken_.applied.push_back(deduction.number);
    due_ -= deduction.tendered;
    return post(ledger::refund_is_due(head(deduction.number + "/settled", ledger::Operation::settle, deduction.account), deduction.account, -deduction.tendered));
  }
  if (std::find(taken_.lost.begin(), taken_.lost.end(), deduction.original) != taken_.lost.end()) {
    move(deduction.number, SaleStatus::booked);
    taken_.lost.push_back(deduction.number);
    return Done{};
  }
  move(deduction.number, SaleStatus::reversed);
  return post(ledger::take_back_lost(head(deduction.number + "/settled", ledger::Operation::settle, deduction.account), posted(books_, deduction)));
}

/// Every receipt of every revision of the number either won, was taken back, or lost.
Result<void> Settlement::settle_sales(const books::Instruction& winner) {
  static const auto kind_and_account = books::columns(&books::Sale::kind, &books::Sale::account);
  const auto won = credited(books_, winner);
  std::set<std::string> all;
  for (const auto& revision : books_.select<books::Instruction>(meter_.number, winner.n))
    for (auto& number : sales_of(revision)) all.insert(std::move(number));
  const auto has_won = [&](const std::string& number) { return std::find(won.begin(), won.end(), number) != won.end(); };
  std::vector<books::Sale> take_backs, deductions;
  const auto keep_whole = [this](std::vector<books::Sale>& rows, const std::string& number) {
    if (auto whole = books_.find<books::Sale>(number)) rows.push_back(std::move(*whole));
  };
  for (const auto& number : all) {
    const auto sale = books_.find(kind_and_account, number);
    const auto state = books_.find<books::SaleState>(number);
    if (!sale || !state || state->state == SaleStatus::reversed || state->state == SaleStatus::taken_back) continue;
    const auto [kind, account] = *sale;
    if (kind == books::Operation::deduct && state->state == SaleStatus::applied) continue;  // when its sale left this meter
    account_ = account;
    if (kind == books::Operation::take_back) {
      keep_whole(take_backs, number);
    } else if (kind == books::Operation::deduct) {
      keep_whole(deductions, number);
    } else if (has_won(number)) {
      move(number, SaleStatus::applied);
      taken_.applied.push_back(number);
    } else if (state->state == SaleStatus::taking_back) {
      move(number, SaleStatus::taken_back);
      taken_.taken_back.push_back(number);
    } else {
      move(number, SaleStatus::booked);
      taken_.lost.push_back(number);
    }
  }
  for (const auto& deduction : deductions) MUST(settle_deduction(deduction, has_won(deduction.number)));
  for (const auto& take_back : take_backs) MUST(settle_take_back(take_back));
  return Done{};
}

/// Whether a number of this meter's book was given to whoever comes.
bool Settlement::opens_an_account(SequenceNumber number) const {
  const auto begins = [&](const std::string& receipt) {
    const auto sale = books_.find<books::Sale>(receipt);
    return sale && begins_account(sale->kind);
  };
  return std::ranges::any_of(books_.select<books::Instruction>(meter_.number, number), [&](const books::Instruction& revision) { return std::ranges::any_of(sales_of(revision), begins); });
}

/// Whose account the meter emptied itself of: that of the customer it serves. An opening, too, empties what the customer before
/// had left there – never at the cost, or to the gain, of the one who comes.
std::int64_t Settlement::emptied_account(SequenceNumber before) const {
  if (statement_.count != before && opens_an_account(statement_.count)) return account_before(before);
  const auto account = books::account_of_meter(books_, meter_.number);
  const bool its_own = account && account->state != books::AccountStatus::draft && statement_.count >= account->first_number;
  if (its_own) return account->number;
  const auto swap = former_of(books_, meter_.number, statement_.count);
  return swap ? swap->account : account ? account->number : 0;
}

/// The owner of an older number of this meter's book; 0: it has none.
std::int64_t Settlement::account_before(SequenceNumber number) const {
  for (const auto& revision : books_.select<books::Instruction>(meter_.number, number))
    for (const auto& receipt : sales_of(revision))
      if (const auto sale = books_.find<books::Sale>(receipt)) return sale->account;
  return 0;
}

/// What its sums are held against. Those of a meter that came along from another program begin with its first word here: what it gave up before is not ours.
books::Statement Settlement::last_word() const {
  if (auto last = books::newest_statement(books_, meter_.number)) return *std::move(last);
  const auto account = books::account_of_meter(books_, meter_.number);
  if (!account || !brought_credit(books_, meter_.number, account->number)) return {};
  auto begun = statement_;
  if (statement_.last_applied == books::Applied::closing) begun.surrendered -= std::min(begun.surrendered, most_given_up(books_, meter_.number, account->number));
  return begun;
}

/// The meter emptied itself, by a closing instruction, a clear card or an opening. What it gave up is no prepaid energy any more but
/// owed to the customer; what it lent and was cleared of is owed by him. Both sums count from its first day.
Result<void> Settlement::settle_emptied(SequenceNumber applied_before) {
  const auto last = last_word();
  const auto whole = [&](std::int64_t e5) { return Credit::of(statement_.unit, divide(e5, 100'000, Round::down)); };
  const Credit surrendered = statement_.surrendered - last.surrendered;
  const Credit cleared = whole(statement_.overdraft_cleared_e5) - whole(last.overdraft_cleared_e5);
  if (surrendered <= Credit{} && cleared <= Credit{}) return Done{};
  const auto account = emptied_account(applied_before);
  if (account == 0) return Done{};
  account_ = account;
  if (auto swap = swapped_from(account); swap && swap->balance_source == books::BalanceSource::typed) return correct(*std::move(swap), surrendered - cleared);
  else if (swap && swap->balance_source == books::BalanceSource::corrected) return Done{};
  TRY(commodity, commodity_of(account));
  if (surrendered > Credit{}) {
    const Money paid = paid_for(books_, account, surrendered, meter_.number);
    due_ += paid;
    MUST(post(ledger::surrendered(numbered(ledger::Operation::surrendered, account), account, commodity, paid)));
  }
  if (cleared <= Credit{}) return Done{};
  const Money owed = owed_for(books_, account, cleared, meter_.number);
  due_ -= owed;
  return post(ledger::overdraft_cleared(numbered(ledger::Operation::cleared, account), account, commodity, owed));
}

/// Whether the meter serves this account now: its book goes on.
bool serves(const std::optional<books::Account>& account, const books::Meter& meter) {
  return account && account->meter == meter.number && account->state != books::AccountStatus::closed;
}

/// The leaving by which this account lost the meter, unless it has it again.
std::optional<books::MeterSwap> Settlement::swapped_from(std::int64_t number) const {
  const auto account = books_.find<books::Account>(number);
  if (serves(account, meter_) && statement_.count >= account->first_number) return std::nullopt;
  return swap_of(books_, meter_.number, number);
}

/// A meter whose last word was typed when it left its account speaks after all, and has given nothing up: what it holds now is what it held.
Result<void> Settlement::settle_removed() {
  if (meter_.state == books::MeterStatus::installed) return Done{};
  const bool of_now = statement_.carrier == books::Carrier::link;
  const auto former = of_now ? former_by_line(books_, meter_.number, statement_.count) : former_of(books_, meter_.number, statement_.count);
  auto swap = former ? swapped_from(former->account) : former;
  if (!swap || swap->balance_source != books::BalanceSource::typed || !speaks_of_its_end(*swap, statement_)) return Done{};
  account_ = swap->account;
  return correct(*std::move(swap), statement_.remaining - statement_.overdraft);
}

/// A card of this number may be outside, and be put into the meter some other day.
bool Settlement::may_lie_on_a_card(SequenceNumber number) const {
  for (const auto& revision : books_.select<books::Instruction>(meter_.number, number))
    for (const auto& receipt : sales_of(revision))
      for (const auto& row : books_.select(books::JournalEntry::of_sale, receipt))
        if (row.card && row.what != books::JournalEvent::not_carried) return true;
  return false;
}

/// A word over the line whose count stands before a number proves that it was never taken: what was sent is worthless after that conversation. When the meter has left the
/// account meanwhile nobody sends it again: it is withdrawn, and what was paid for it is owed.
Result<void> Settlement::settle_untaken() {
  const auto newest = books_.last<books::Instruction>(meter_.number);
  if (statement_.carrier != books::Carrier::link || !newest || newest->n <= statement_.count || newest->n != meter_.sold) return Done{};
  if (newest->kind != books::InstructionKind::credit && newest->kind != books::InstructionKind::voided) return Done{};
  if (may_lie_on_a_card(newest->n)) return Done{};
  std::set<std::string> all;
  for (const auto& revision : books_.select<books::Instruction>(meter_.number, newest->n))
    for (auto& number : sales_of(revision)) all.insert(std::move(number));
  std::vector<std::string> untaken;
  std::vector<books::Sale> take_backs;
  for (const auto& number : all) {
    auto sale = books_.find<books::Sale>(number);
    const auto state = books_.find<books::SaleState>(number);
    if (!sale || !state || !books::is_open(state->state)) continue;
    if (!has_left(books_, *sale)) return Done{};
    account_ = sale->account;
    if (sale->kind == books::Operation::take_back) take_backs.push_back(*std::move(sale));
    else if (state->state != SaleStatus::taking_back) untaken.push_back(number);
  }
  if (untaken.empty() && take_backs.empty()) return Done{};
  TRY(withdrawn, next_revision(books_, meter_, {books::InstructionKind::withdrawn, {}, {}, {}}, context_.now));
  meter_ = with(meter_, withdrawn);
  changes_.append.emplace_back(withdrawn);
  taken_.withdrawn = true;
  cancel_queued(books_, *newest, std::string(left_behind), context_.now, changes_);
  for (const auto& take_back : take_backs) {
    move(take_back.original, SaleStatus::taken_back);
    taken_.taken_back.push_back(take_back.original);
    MUST(settle_take_back(take_back));
  }
  taken_.lost = std::move(untaken);
  return give_lost_back();
}

/// What the customer was given for the old meter's credit was what two people had typed. The difference is posted, once: what was given too
/// little is owed to him, what was given too much he owes.
Result<void> Settlement::correct(books::MeterSwap swap, Credit held) {
  const auto worth = [&](Credit credit) { return worth_of(books_, swap.account, credit, meter_.number); };
  const Money difference = worth(held) - worth(expected_of(books_, swap, statement_));
  swap.balance_source = books::BalanceSource::corrected;
  swap.corrected = context_.now;
  swap.difference = difference;
  changes_.put.emplace_back(swap);
  taken_.corrected = swap;
  due_ += difference;
  TRY(commodity, commodity_of(swap.account));
  if (difference.is_negative())
    return post(ledger::overdraft_cleared(numbered(ledger::Operation::cleared, swap.account), swap.account, commodity, -difference));
  return post(ledger::surrendered(numbered(ledger::Operation::surrendered, swap.account), swap.account, commodity, difference));
}

/// What a meter did not take, after it left the account: its book is closed.
Result<void> Settlement::give_lost_back() {
  TRY(commodity, commodity_of(account_));
  TRY(owed, owe_untaken(books_, std::exchange(taken_.lost, {}), account_, commodity, context_, changes_));
  due_ += owed.due;
  taken_.taken_back.insert(taken_.taken_back.end(), owed.taken_back.begin(), owed.taken_back.end());
  taken_.applied.insert(taken_.applied.end(), owed.deducted.begin(), owed.deducted.end());
  return Done{};
}

Result<std::string> Settlement::commodity_of(std::int64_t number) const {
  const auto account = books_.find<books::Account>(number);
  TRY(published, published_plan(books_, account ? account->plan : std::string{}, context_.plans));
  return std::string{word_of(published.plan.commodity())};
}

Result<void> Settlement::carry_lost_again() {
  if (!serves(books_.find<books::Account>(account_), meter_)) return give_lost_back();
  InstructionRequest requested{books::InstructionKind::credit, {}, taken_.lost, {}};
  for (const auto& number : taken_.lost) requested.amount += books_.find<books::Sale>(number)->credit;
  const auto instruction = next_number(meter_, requested, context_.now);
  meter_ = with(meter_, instruction);
  changes_.append.emplace_back(instruction);
  if (statement_.carrier == books::Carrier::link)
    changes_.put.emplace_back(command_for(books_, instruction, taken_.lost.back(), context_.who.name, context_.now));
  TRY(supply, supply_of(books_, account_, context_.now, context_.plans));
  supply.meter = meter_;
  std::optional<books::Card> card;
  if (statement_.card) card = books_.find<books::Card>(*statement_.card);
  TRY(order, order_for(books_, supply, instruction, taken_.lost.back(), card ? &*card : nullptr, context_.now));
  taken_.order = std::move(order);
  return Done{};
}

Result<void> Settlement::settle_number() {
  if (statement_.count > meter_.sold) {
    taken_.anomaly = StatementAnomaly::meter_ahead;
    return Done{};
  }
  if (statement_.count == meter_.applied) return Done{};
  const auto winner = winner_of(books_.select<books::Instruction>(meter_.number, statement_.count), statement_);
  if (!winner) {
    taken_.anomaly = StatementAnomaly::unknown_winner;
    return Done{};
  }
  meter_.applied = statement_.count;
  MUST(settle_sales(*winner));
  settle_commands(books_, meter_.number, statement_.count, *winner, context_.now, changes_);
  if (!taken_.lost.empty()) MUST(carry_lost_again());
  return Done{};
}

Result<books::Decision<StatementOutcome>> Settlement::run() {
  // A card that is read twice brings the same words; an older card may bring older ones.
  for (const auto& old : books_.select(books::Statement::by_progress, meter_.number, statement_.count, statement_.used_e5, statement_.energy))
    if (same_words(old, statement_)) return books::Decision<StatementOutcome>{{}, std::move(taken_)};
  taken_.fresh = true;
  auto row = statement_;
  row.chain = books::chain_of(books::ChainKind::meter, to_text(meter_.number));
  row.number = ++meter_.statements;
  changes_.append.emplace_back(std::move(row));
  if (is_late()) {
    taken_.anomaly = StatementAnomaly::late;
  } else {
    const auto applied_before = meter_.applied;
    MUST(settle_number());
    MUST(settle_untaken());
    MUST(settle_emptied(applied_before));
    if (!taken_.corrected) MUST(settle_removed());
    // What it wrote onto the card may be older than what a technician has told us since; versions go up.
    if (const auto version = version_in(statement_); version && *version > meter_.key_version) meter_.key_version = *version;
    meter_.voids_known = voids_in(statement_, meter_.voids_known);
  }
  changes_.put.emplace_back(meter_);
  if (account_ != 0) taken_.refund_due = due_ - books_.balance(ledger::customer_balance(account_));
  return books::Decision<StatementOutcome>{std::move(changes_), std::move(taken_)};
}

}  // namespace

Result<books::Decision<StatementOutcome>> take_statement(const books::Reader& books, const StatementRequest& request, const Context& context) {
  const auto meter = books.find<books::Meter>(request.statement.meter);
  if (!meter)
    return error(Fault::meter, "unknown_meter", "This card comes from a meter that is not in the books.", {{"meter", to_text(request.statement.meter)}});
  if (request.statement.unit != meter->unit)
    return error(Fault::ours, "units_differ", "The books of this meter count in two units; nothing was booked. Run verify.", {{"meter", to_text(meter->number)}});
  return Settlement{books, *meter, request.statement, context}.run();
}

}  // namespace kwota::counter
