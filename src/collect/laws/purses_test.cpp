// What the law of purses says of a farmer's year, and of books that somebody has put his hand into.
#include <gtest/gtest.h>

#include <functional>

#include "collect/laws/purses.h"

namespace kwota::laws {
namespace {

using books::PurseMove;
using books::PurseMoveKind;
using books::PurseOutcome;

constexpr CardSerial first_card{{0x62, 0x30, 0, 0, 0, 0, 0, 1}}, next_card{{0x62, 0x30, 0, 0, 0, 0, 0, 2}};

struct Booked {
  PurseMove move;
  books::Sale sale;
};

/// One booking of account 100001 and what became of it; amounts in whole units.
Booked booked(std::int64_t purse, std::int64_t number, PurseMoveKind kind, std::uint32_t n, std::int64_t amount, std::int64_t shows) {
  Booked out;
  out.move.account = 100001;
  out.move.purse = purse;
  out.move.number = number;
  out.move.kind = kind;
  out.move.card = purse == 1 ? first_card : next_card;
  out.move.n = SequenceNumber{n};
  out.move.amount = Money::minor(amount * 100);
  out.move.balance = Money::minor(shows * 100);
  out.move.sale = out.sale.number = "R3-" + std::to_string(purse) + "-" + std::to_string(number);
  out.sale.account = 100001;
  out.sale.card = out.move.card;
  out.sale.n = out.move.n;
  out.sale.credit = Money::minor(kind == PurseMoveKind::unload ? -amount * 100 : amount * 100);
  return out;
}

/// 200 loaded, 60 spent, 50 loaded, 40 taken off, the card lost with 150 on it, paid over to the next one, 30 more loaded there.
std::vector<Booked> year() {
  std::vector<Booked> all{booked(1, 1, PurseMoveKind::load, 1, 200, 200), booked(1, 2, PurseMoveKind::load, 2, 50, 190), booked(1, 3, PurseMoveKind::unload, 3, 40, 150),
                          booked(1, 4, PurseMoveKind::paid_over_from, 0, 150, 0), booked(2, 1, PurseMoveKind::paid_over_to, 1, 150, 150), booked(2, 2, PurseMoveKind::load, 2, 30, 180)};
  all[3].sale = all[4].sale;
  all[3].move.sale = all[4].move.sale;
  return all;
}

std::string broken(const std::function<void(std::vector<Booked>&)>& change) {
  auto all = year();
  change(all);
  PurseLaws laws;
  for (const auto& one : all) laws.take(one.move, one.sale.number.empty() ? nullptr : &one.sale);
  return laws.broken() ? std::string(word_of(laws.broken()->law)) : "";
}

TEST(PurseLaws, hold_over_a_year_and_say_what_was_spent) {
  PurseLaws laws;
  for (const auto& [move, sale] : year()) laws.take(move, &sale);
  EXPECT_FALSE(laws.broken());
  EXPECT_EQ(laws.of(100001, 1).spent(), Money::minor(60'00));
  EXPECT_EQ(laws.of(100001, 2).on_card, Money::minor(180'00));
  EXPECT_EQ(laws.of(100001, 3).loaded, Money{});
}

TEST(PurseLaws, a_move_that_was_not_done_moves_nothing_and_its_counter_serves_the_next_one) {
  EXPECT_EQ(broken([](auto& all) {
              auto torn = booked(2, 3, PurseMoveKind::load, 3, 70, 180);
              torn.move.outcome = PurseOutcome::not_done;
              all.push_back(torn);
              all.push_back(booked(2, 4, PurseMoveKind::load, 3, 70, 250));
            }),
            "");
}

TEST(PurseLaws, name_what_breaks_them) {
  EXPECT_EQ(broken([](auto& all) { all[1].move.balance += Money::minor(60'01); }), "purse_grew") << "a fen more than came onto it";
  EXPECT_EQ(broken([](auto& all) { all[2].move.balance = Money::minor(-1); }), "purse_grew");
  EXPECT_EQ(broken([](auto& all) { all[1].move.amount += Money::minor(1); }), "move_differs");
  EXPECT_EQ(broken([](auto& all) { all[2].sale.credit = Money::minor(40'00); }), "move_differs") << "what came off is negative";
  EXPECT_EQ(broken([](auto& all) { all[1].sale.card = next_card; }), "move_differs");
  EXPECT_EQ(broken([](auto& all) { all.erase(all.begin() + 1); }), "move_missing");
  EXPECT_EQ(broken([](auto& all) { all[1].move.n = all[1].sale.n = SequenceNumber{1}; }), "counter_stands");
  EXPECT_EQ(broken([](auto& all) { all[1].sale.number.clear(); }), "move_without_booking");
  EXPECT_EQ(broken([](auto& all) { all[1].sale.account = 100002; }), "move_without_booking");
  EXPECT_EQ(broken([](auto& all) { all.push_back(booked(2, 3, PurseMoveKind::paid_over_to, 3, 150, 330)); }), "paid_over_twice");
  EXPECT_EQ(broken([](auto& all) { all[1].move.amount = {}; all[1].sale.credit = Money{}; }), "move_of_nothing");
}

TEST(PurseLaws, a_row_of_a_purse_counts_its_moves) {
  PurseLaws laws;
  for (const auto& [move, sale] : year()) laws.take(move, &sale);
  books::Purse row;
  row.account = 100001;
  row.number = 2;
  row.moves = 2;
  row.brought = Money::minor(180'00);
  row.balance = Money::minor(180'00);
  books::sum_up(row);
  laws.take(row, 0);
  EXPECT_FALSE(laws.broken()) << laws.broken()->seen;
  row.moves = 0;
  laws.take(row, 0);
  ASSERT_TRUE(laws.broken()) << "its next move would have the number of one that is there";
  EXPECT_EQ(word_of(laws.broken()->law), "purse_differs");
}

/// The card was lost with 150 on it in hours that the books lost; the next one has proved 180, of which these 150 are a part.
std::vector<Booked> taken_over() {
  auto all = year();
  all.resize(4);
  all.push_back(booked(2, 1, PurseMoveKind::taken_over, 2, 180, 180));
  all[4].sale.kind = books::Operation::taken_over;
  all[3].sale = all[4].sale;
  all[3].move.sale = all[4].move.sale;
  return all;
}

TEST(PurseLaws, what_a_lost_card_held_may_be_a_part_of_what_the_next_one_proved_and_is_never_paid_over_after_that) {
  const auto broken_by = [](const std::function<void(std::vector<Booked>&)>& change) {
    auto all = taken_over();
    change(all);
    PurseLaws laws;
    for (const auto& [move, sale] : all) laws.take(move, &sale);
    return laws.broken() ? std::string(word_of(laws.broken()->law)) : "";
  };
  EXPECT_EQ(broken_by([](auto&) {}), "");
  EXPECT_EQ(broken_by([](auto& all) { all[4].move.amount = Money::minor(100'00); all[3].sale.credit = all[4].sale.credit = Money::minor(100'00); }), "move_differs") << "more than the next one proved";
  EXPECT_EQ(broken_by([](auto& all) { all[3].sale.kind = books::Operation::paid_over; }), "move_differs");
  EXPECT_EQ(broken_by([](auto& all) { all.push_back(booked(2, 2, PurseMoveKind::paid_over_to, 3, 150, 330)); }), "paid_over_twice");
}

}  // namespace
}  // namespace kwota::laws
