#include "collect/laws/purses.h"

#include <fmt/format.h>

#include "base/ids_text.h"

namespace kwota::laws {
namespace {

using books::PurseMoveKind;

/// What a booking says of the card: onto it positive.
Money signed_amount(const books::PurseMove& move) { return books::adds_to_card(move.kind) ? move.amount : -move.amount; }

void add(PurseMoney& money, const books::PurseMove& move) {
  switch (move.kind) {
    case PurseMoveKind::load: money.loaded += move.amount; return;
    case PurseMoveKind::supplement: money.given += move.amount; return;
    case PurseMoveKind::paid_over_to: money.paid_over_to += move.amount; return;
    case PurseMoveKind::paid_over_from: money.paid_over_from += move.amount; return;
    case PurseMoveKind::unload: money.unloaded += move.amount; return;
    case PurseMoveKind::release: money.arbitrated += move.amount; return;
    case PurseMoveKind::taken_over: money.taken_over += move.amount; return;
  }
}

}  // namespace

void PurseLaws::found(Law law, const books::PurseMove& move, std::string seen) {
  if (!broken_) broken_ = Broken{law, fmt::format("purse {}/{} move {}", move.account, move.purse, move.number), std::move(seen)};
}

PurseMoney PurseLaws::of(std::int64_t account, std::int64_t purse) const {
  const auto known = purses_.find({account, purse});
  return known == purses_.end() ? PurseMoney{} : known->second.money;
}

void PurseLaws::take(const books::PurseMove& move, const books::Sale* sale) {
  auto& known = purses_[{move.account, move.purse}];
  if (++known.moves != move.number) found(Law::move_missing, move, fmt::format("it is the {}th that is there", known.moves));
  const bool may_be_nothing = move.kind == PurseMoveKind::release || move.kind == PurseMoveKind::taken_over;
  if (move.amount.is_negative() || (move.amount.is_zero() && !may_be_nothing)) found(Law::move_of_nothing, move, fmt::format("{} were moved", move.amount.minor()));
  if (sale == nullptr || sale->account != move.account) return found(Law::move_without_booking, move, "no booking of this account has its number");
  const bool from_lost = move.kind == PurseMoveKind::paid_over_from;
  const Money booked = from_lost ? -sale->credit.money() : sale->credit.money();
  // What a card proved of lost hours may be more than what the lost one held before it.
  const bool is_part = from_lost && sale->kind == books::Operation::taken_over && signed_amount(move) > booked;
  if (booked != signed_amount(move) && !is_part) found(Law::move_differs, move, fmt::format("{} was booked by {}", sale->credit.amount(), sale->number));
  if (!from_lost && (sale->card != move.card || sale->n != move.n)) found(Law::move_differs, move, fmt::format("{} was booked for another card or counter", sale->number));
  if (books::happened(move.outcome)) happened(move, *sale, known);
}

void PurseLaws::happened(const books::PurseMove& move, const books::Sale& sale, Known& known) {
  if (known.last_sale == move.sale) found(Law::moved_twice, move, fmt::format("{} moved it before", move.sale));
  known.last_sale = move.sale;
  if (move.kind != PurseMoveKind::paid_over_from) {
    if (move.n <= known.n) found(Law::counter_stands, move, fmt::format("its counter is {}, that of the move before {}", move.n.value(), known.n.value()));
    known.n = move.n;
  }
  const Money most = known.money.on_card + signed_amount(move);
  if (move.balance > most || move.balance.is_negative())
    found(Law::purse_grew, move, fmt::format("the card shows {}, and can hold {} at most", move.balance.minor(), most.minor()));
  add(known.money, move);
  known.money.on_card = move.balance;
  auto& over = over_[move.account];
  if (move.kind == PurseMoveKind::paid_over_from && sale.kind != books::Operation::taken_over) over += move.amount;  // with a take-over the next card has it already
  if (move.kind == PurseMoveKind::paid_over_to) over -= move.amount;
  if (over.is_negative()) found(Law::paid_over_twice, move, fmt::format("{} more came onto cards of this account than lost ones held", -over.minor()));
}

void PurseLaws::take(const books::Watering& watering, Money moved, Money in_doubt) {
  const auto whose = fmt::format("watering {}/{}/{}", to_text(watering.meter), watering.series, watering.number);
  const auto broken = [&](Law law, std::string seen) {
    if (!broken_) broken_ = Broken{law, whose, std::move(seen)};
  };
  const bool may_move = watering.state == books::WateringStatus::proven;
  if (moved != watering.posted || (!may_move && !moved.is_zero()) || (may_move && watering.posted != watering.amount))
    broken(Law::watering_differs, fmt::format("{} were used, the row says {}, the ledger {}", watering.amount.minor(), watering.posted.minor(), moved.minor()));
  if (watering.account != 0) purses_[{watering.account, watering.purse}].money.steps += books::steps_of(watering);
  if (moved.is_zero()) return;
  auto& money = purses_[{watering.account, watering.purse}].money;
  money.known += moved;
  if (money.known > money.most_spent() + in_doubt)
    broken(Law::spent_too_much, fmt::format("{} were spent of this purse, {} were ever on it", money.known.minor(), (money.most_spent() + in_doubt).minor()));
}

void PurseLaws::take(const books::Purse& purse, std::int64_t released) {
  const auto known = purses_[{purse.account, purse.number}];
  const auto& money = known.money;
  const auto broken = [&](Law law, std::string seen) {
    if (!broken_) broken_ = Broken{law, fmt::format("purse {}/{}", purse.account, purse.number), std::move(seen)};
  };
  const auto differs = [&](const char* what, std::int64_t said, std::int64_t found) {
    if (said != found) broken(Law::purse_differs, fmt::format("its row has {} {}, its moves and records {}", said, what, found));
  };
  differs("moves", purse.moves, known.moves);
  differs("brought onto it", purse.brought.minor(), money.brought().minor());
  differs("spent", purse.spent.minor(), money.known.minor());
  differs("steps of its counter", purse.steps, money.steps + released);
  auto again = purse;
  books::sum_up(again);
  differs("not yet known", purse.not_known.minor(), again.not_known.minor());
  differs("records missing", purse.missing, again.missing);
  if (purse.balance > money.on_card) broken(Law::purse_grew, fmt::format("the card shows {}, its last move left {}", purse.balance.minor(), money.on_card.minor()));
}

}  // namespace kwota::laws
