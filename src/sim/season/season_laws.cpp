#include "sim/season/season_laws.h"

#include <fmt/format.h>


#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/waterings.h"
#include "collect/report/making/make.h"
#include "sell/purse/spent.h"
#include "store/verify/verify.h"

namespace kwota::sim {
namespace {

using books::PurseStatus;
using books::WateringStatus;

/// What burnt with a pump: by card, what it had debited and nobody has read, before the counter saw the card last and since; the one whose answer was lost may be among the hanging.
struct Burnt {
  Money seen, unseen, hanging;
  std::int64_t records = 0;
};

class Laws {
 public:
  Laws(Farm& farm, const books::Reader& books) : farm_(farm), books_(books), report_(farm.report) {}

  void check() {
    look_into_burnt_pumps();
    for (const auto& purse : books_.all<books::Purse>()) of_purse(purse);
    for (const auto& farmer : farm_.farmers) of_card(farmer);
    for (const auto& lost : farm_.lost) of_lost_card(lost);
    of_wells();
    of_ledger();
    of_reports();
  }

 private:
  void must(Money seen, Money wanted, const std::string& what) {
    if (seen != wanted) report_.broken.push_back(fmt::format("{}: {} and {}", what, text(seen), text(wanted)));
  }
  static std::string text(Money money) { return format_money(money, 2); }

  void look_into_burnt_pumps() {
    for (const auto& well : farm_.wells) {
      if (!well->burnt) continue;
      auto& usage = well->pump.pump().store().usage();
      for (std::uint32_t back = 1; back <= usage.count(); ++back) {
        const auto record = pump::decode_usage(*usage.at(back));
        const auto known = record ? books_.find<books::Watering>(well->site.number, std::int64_t{1}, static_cast<std::int64_t>(record->number)) : std::nullopt;
        if (!record || (known && (books::is_proven(known->state) || known->state == WateringStatus::useless || known->state == WateringStatus::hung))) continue;
        auto& burnt = burnt_[record->card];
        const bool paid = record->tac != pump::Proof{};
        (!paid ? burnt.hanging : farm_.debits_seen.contains(record->number) ? burnt.seen : burnt.unseen) += record->amount;
        if (!known) burnt_charges_ += record->amount;
        burnt.records += paid || !record->amount.is_zero() ? 1 : 0;
      }
    }
  }

  /// What is not known is what burnt, and what hangs in the books of a card that is free: it has paid, the answer was lost, and its next lock has covered
  /// the proof.
  void of_purse(const books::Purse& purse) {
    not_known_ += purse.not_known;
    spent_ += purse.spent;
    brought_ += purse.brought;
    report_.missing += static_cast<std::size_t>(purse.missing);
    if (purse.state != PurseStatus::active) return;
    on_cards_ += books::on_card_by_books(purse);
    const auto burnt = purse.card && burnt_.contains(*purse.card) ? burnt_[*purse.card] : Burnt{};
    const auto named = fmt::format("purse {}/{}", purse.account, purse.number);
    const Money covered = purse::hung_of(books_, purse);
    const Money explained = burnt.seen + burnt.unseen + covered;
    if (purse.not_known != explained && purse.not_known != explained + burnt.hanging) must(purse.not_known, explained, named + ": spent and not yet known, and burnt or covered");
    of_missing(purse, burnt, named);
  }

  void of_missing(const books::Purse& purse, const Burnt& burnt, const std::string& named) {
    const auto proofs_covered = static_cast<std::int64_t>(books_.select(books::Watering::hanging_on_card, *purse.card).size());
    if (purse.missing > burnt.records + proofs_covered)
      report_.broken.push_back(fmt::format("{}: {} records are missing, {} have burnt and {} proofs are covered", named, purse.missing, burnt.records, proofs_covered));
    if (burnt.seen > Money{} && purse.missing == 0) report_.broken.push_back(named + ": records have burnt, and none is missing by its counter");
  }

  void of_card(const Farmer& farmer) {
    const auto row = books_.last<books::Purse>(farmer.account);
    const auto real = farmer.card ? purse_on(farmer.card->state()) : std::nullopt;
    if (!row || row->state != PurseStatus::active || !real) return;
    must(real->balance, books::on_card_by_books(*row), fmt::format("card of account {}: on it, and by the books", farmer.account));
    if (real->grey) report_.broken.push_back(fmt::format("card of account {} is grey still", farmer.account));
  }

  /// A booking that was settled without the card counts as loaded, whether it was or not.
  static Money never_loaded(const books::Reader& books, const books::Purse& purse, const PurseSight& real) {
    if (purse.n.value() <= real.online) return {};
    for (const auto& move : books.select<books::PurseMove>(purse.account, purse.number))
      if (move.n == purse.n && books::adds_to_card(move.kind) && move.outcome == books::PurseOutcome::unproven) return move.amount;
    return {};
  }

  /// A grey card shows what it held as this watering locked it; before that one it has paid all others, whatever their pumps have told.
  static bool is_locked_by(const PurseSight& real, const books::Watering& watering) { return real.grey && watering.after + watering.amount == real.balance; }

  /// What was paid over is what it still held; what hangs was not, and is kept back; what is late has a name, and so has what burnt before the counter saw the card last: it is
  /// not yet known. Of what burnt since nobody can know, so it was paid over.
  void of_lost_card(const LostCard& lost) {
    const auto row = books_.find<books::Purse>(lost.account, lost.purse);
    const auto real = lost.card ? purse_on(lost.card->state()) : std::nullopt;
    if (!row || !real) return;
    Money paid_over, late;
    for (const auto& move : books_.select<books::PurseMove>(lost.account, lost.purse))
      if (move.kind == books::PurseMoveKind::paid_over_from) paid_over += move.amount;
    Money hangs = purse::hung_of(books_, *row);
    for (const auto& watering : books::waterings_of(books_, lost.account, lost.purse)) {
      const bool is_late = watering.state == WateringStatus::late;
      const bool is_on_card_still = watering.paid == books::WateringPaid::kept_back && is_locked_by(*real, watering);
      if (is_late) ++report_.late;
      if (is_late && !is_on_card_still) late += watering.amount;
      if (!is_late && is_on_card_still) hangs += watering.amount;
    }
    const Money held = row->state == PurseStatus::paid_over ? paid_over : purse::waiting_of(books_, *row);
    if (row->state == PurseStatus::blocked) waiting_ += held, on_cards_ += books::on_card_by_books(*row);
    const auto burnt = burnt_.contains(real->number) ? burnt_[real->number] : Burnt{};
    const Money expected = real->balance + never_loaded(books_, *row, *real) - hangs + late + burnt.unseen;
    const auto named = fmt::format("lost card of account {}/{}", lost.account, lost.purse);
    of_missing(*row, burnt, named);
    if (held == expected || held == expected + burnt.hanging) return;
    must(held, expected, fmt::format("{} ({}, hung {}, late {}, burnt {} and since it was seen {}, since {}): held by the books, and really", named, word_of(row->state), text(hangs), text(late), text(burnt.seen),
                                     text(burnt.unseen), text(row->spent_since_seen)));
  }

  void of_wells() {
    Money charged, recorded;
    for (const auto& well : farm_.wells) {
      charged += well->pump.pump().account().charged;
      Money of_well;
      for (const auto& row : books_.select(books::Watering::of_well, well->number)) of_well += row.amount;
      recorded += of_well;
      if (!well->burnt) must(well->pump.pump().account().charged, of_well, "well " + well->number + ": charged, and by its records");
    }
    must(charged, recorded + burnt_charges_, "all wells: charged, and by their records");
    report_.charged = charged;
  }

  void of_ledger() {
    for (const auto& lock : books_.all<books::ReleasedLock>()) report_.arbitrated += lock.amount;
    must(-books_.balance("used/irrigation"), spent_ + report_.arbitrated, "used in the ledger, and known of purses");
    must(-books_.balance("prepaid/purse"), on_cards_ + not_known_, "prepaid in the ledger, and on cards and not known");
    report_.brought = brought_;
    report_.known = spent_;
    report_.not_known = not_known_;
    report_.on_cards = on_cards_;
    report_.waiting = waiting_;
  }

  /// Income and expense of each month: what was prepaid at its end is on cards in force, or waits of lost ones.
  void of_reports() {
    const auto& r06 = *report::report_numbered("R06");
    std::string month;
    for (const auto& sheet : books_.all<books::DaySheet>()) {
      if (sheet.business_day.starts_with(month) && !month.empty()) continue;
      month = sheet.business_day.substr(0, 7);
      const auto made = report::make(books_, r06, {.period = month});
      if (!made) report_.broken.push_back(fmt::format("R06 of {}: {}", month, made.error().what));
      for (std::size_t line = 0; made.ok() && line < r06.lines.size(); ++line)
        if (r06.lines[line].name == "purses_waiting") waits_then_ = Money::minor(made->rows[line].cells.front().value_or(0));
    }
    if (waits_then_ < waiting_) report_.broken.push_back(fmt::format("R06 has {} of lost cards, {} wait", text(waits_then_), text(waiting_)));
  }

  Farm& farm_;
  const books::Reader& books_;
  SeasonReport& report_;
  std::map<CardSerial, Burnt> burnt_;
  Money burnt_charges_, not_known_, spent_, brought_, on_cards_, waiting_, waits_then_;
};

}  // namespace

Result<void> check_season(Farm& farm) {
  MUST(farm.books->read([&](const books::Reader& books) -> Result<bool> {
    Laws(farm, books).check();
    return true;
  }));
  TRY(public_key, farm.vault.root_public_key());
  TRY(check, store::check_by_public_key(public_key));
  TRY(verified, farm.books->query([&](store::Moment& connection) { return store::verify(connection, {.check = check, .anchor_log = {}}); }));
  if (!verified.ok()) farm.report.broken.push_back(fmt::format("the books: {} {} {}: {}", verified.first->table, verified.first->key, word_of(verified.first->what), verified.first->why));
  return Done{};
}

}  // namespace kwota::sim
