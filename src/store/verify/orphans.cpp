#include "store/verify/orphans.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <string_view>

#include "books/rows.h"
#include "store/sqlite/dialect.h"

namespace kwota::store {
namespace {

using books::InstructionKind, books::Operation, books::PurseOutcome, books::SaleStatus;

/// For a list in SQL: 'open', 'recharge'.
std::string quoted(std::span<const std::string_view> words) { return fmt::format("'{}'", fmt::join(words, "', '")); }
/// As the rows say it.
template <class... Kinds>
std::string said(Kinds... kinds) {
  return quoted(std::array{std::string_view(word_of(kinds))...});
}

}  // namespace

Result<std::optional<Finding>> orphans(Connection& connection) {
  struct Rule {
    std::string sql;
    const char* table;
    Wrong what;
    const char* why;
  };
  static const Rule rules[] = {
      {"SELECT sale FROM sale_state WHERE sale NOT IN (SELECT number FROM sale) ORDER BY sale LIMIT 1", "sale", Wrong::removed,
       "its state is there, the sale is not: the sale was removed, or the state put in"},
      // The entry of a sale stands behind it in the same decision.
      {"SELECT coalesce((SELECT number FROM sale WHERE id<leg.entry AND id>>20=leg.entry>>20 AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.number=sale.number) "
       "ORDER BY id DESC LIMIT 1), entry) FROM leg WHERE entry NOT IN (SELECT id FROM entry) ORDER BY entry LIMIT 1", "entry", Wrong::removed,
       "its legs are there, the entry is not: the entry was removed, or the legs put in"},
      {"SELECT number FROM sale WHERE number NOT IN (SELECT sale FROM sale_state) ORDER BY id LIMIT 1", "sale_state", Wrong::removed, "every sale has a state"},
      {fmt::format("SELECT sale FROM sale_state WHERE state NOT IN ({}) LIMIT 1", quoted(words_of(SaleStatus{}))),
       "sale_state", Wrong::changed, "there is no such state"},
      {fmt::format("SELECT state.sale FROM sale_state AS state JOIN sale ON sale.number=state.sale WHERE state.state={} AND sale.n>0 AND sale.kind IN ({}) "
                   "AND NOT EXISTS (SELECT 1 FROM statement WHERE statement.meter=sale.meter AND statement.count>=sale.n) "
                   "AND NOT EXISTS (SELECT 1 FROM purse_move WHERE purse_move.sale=sale.number AND purse_move.outcome<>{}) LIMIT 1",
                   said(SaleStatus::applied), said(Operation::open, Operation::recharge, Operation::supplement, Operation::swap, Operation::transfer, Operation::change_scheme), said(PurseOutcome::not_done)),
       "sale_state", Wrong::changed, "no statement of its meter, and no move of a purse, says that it was applied"},
      // A deduction from a sale that goes back with its instruction is done with it: no meter has to confirm it any more.
      {fmt::format("SELECT state.sale FROM sale_state AS state JOIN sale ON sale.number=state.sale WHERE state.state NOT IN ({}) AND NOT (sale.kind={} AND state.state={}) AND sale.n>0 AND EXISTS "
                   "(SELECT 1 FROM instruction AS next WHERE next.meter=sale.meter AND next.n=sale.n AND next.revision=sale.revision+1 AND next.kind={}) LIMIT 1",
                   said(SaleStatus::reversed, SaleStatus::taken_back), said(Operation::deduct), said(SaleStatus::applied), said(InstructionKind::withdrawn)),
       "sale_state", Wrong::changed, "its instruction was withdrawn before it left the house, so it is reversed or taken back"},
      // Money moves for something: an entry is held against what it stands for.
      {fmt::format("SELECT number FROM entry WHERE (what IN (SELECT kind FROM sale) OR what IN ({})) AND number NOT LIKE 'debt/%' AND NOT EXISTS "
                   "(SELECT 1 FROM sale WHERE sale.number={} AND sale.kind=entry.what AND sale.chain=entry.chain) ORDER BY id LIMIT 1",
                   said(Operation::open, Operation::recharge, Operation::supplement, Operation::take_back, Operation::replacement, Operation::closing, Operation::refund, Operation::swap, Operation::transfer, Operation::change_scheme),
                   dialect::before("entry.number", "/")),
       "entry", Wrong::inserted, "it says that it is of a sale or a payment, and there is none with its number, kind and till"},
      // A debt by name is written off at the office, without a till.
      {fmt::format("SELECT number FROM entry WHERE number LIKE 'debt/%' AND NOT (what={} AND EXISTS (SELECT 1 FROM debt WHERE debt.written_off>0 AND "
                   "entry.number LIKE 'debt/' || debt.number || '/written-off/%')) ORDER BY id LIMIT 1",
                   said(Operation::write_off)),
       "entry", Wrong::inserted, "it says that a debt was written off, and no debt says so"},
      {fmt::format("SELECT number FROM entry WHERE what={} AND NOT EXISTS (SELECT 1 FROM day_charge WHERE day_charge.account=entry.account AND "
                   "(day_charge.entry=entry.number OR ',' || day_charge.entry || ',' LIKE '%,' || entry.number || ',%')) ORDER BY id LIMIT 1",
                   said(Operation::day_charge)),
       "entry", Wrong::inserted, "it says that it charges days, and no charged day names it"},
      {fmt::format("SELECT number FROM entry WHERE what={} AND entry.account NOT IN (SELECT account FROM opening_balance) ORDER BY id LIMIT 1", said(Operation::opening_balance)),
       "entry", Wrong::inserted, "it says that it is what an account had before, and no account says so"},
      // Its last word says what of the shift.
      {fmt::format("SELECT number FROM entry WHERE what IN ({}) AND rtrim(number, replace(number, '/', '')) NOT IN "
                   "(SELECT 'shift/' || station || '/' || till || '/' || number || '/' FROM shift) ORDER BY id LIMIT 1",
                   said(Operation::shift_open, Operation::shift_close)),
       "entry", Wrong::inserted, "it says that it is of a shift, and there is none"},
  };
  for (const auto& rule : rules) {
    auto cursor = connection.prepare(rule.sql);
    TRY(left, cursor.step());
    if (left) return std::optional(Finding{rule.table, std::string(cursor.get_text(0)), rule.what, rule.why});
  }
  return std::optional<Finding>();
}

}  // namespace kwota::store
