#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "sell/ledger/chart.h"
#include "sell/ledger/posting.h"
#include "sell/ledger/sale_document.h"
#include "sell/ledger/tender.h"

namespace kwota::ledger {
namespace {

const Head head{"R3-1", "till/E/T-01", {}, "2026-11-20", Operation::recharge, 100023};

Money sum(const books::Entry& entry, std::string_view account) {
  Money out;
  for (const auto& leg : entry.legs)
    if (account.empty() || leg.account == account) out += leg.amount;
  return out;
}

std::vector<books::Leg> in_cash(Money amount) { return {{till_cash("E", "T-01"), amount}}; }

/// The money split among the tenders at random.
std::vector<books::Leg> by_some_tenders(Money amount) {
  std::vector<books::Leg> legs;
  for (const auto& row : tenders()) {
    const auto part = Money::minor(*rc::gen::inRange<std::int64_t>(0, amount.minor() + 1));
    legs.push_back({till_money("E", "T-01", row.tender), part});
    amount -= part;
  }
  legs.front().amount += amount;
  return legs;
}

Payment any_payment() {
  Payment payment;
  payment.commodity = *rc::gen::element<std::string>("electricity", "gas", "water");
  payment.credit = Money::minor(*rc::gen::inRange<std::int64_t>(0, 10'000'000));
  payment.residue = Money::minor(*rc::gen::inRange<std::int64_t>(0, 100));
  for (const auto amount : *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 10'000)))
    payment.charges.push_back({fee("c" + std::to_string(payment.charges.size())), Money::minor(amount)});
  payment.tendered = payment.credit + payment.residue;
  for (const auto& charge : payment.charges) payment.tendered += charge.amount;
  return payment;
}

TEST(Ledger, what_was_paid_is_credit_charges_and_residue) {
  EXPECT_TRUE(rc::check([] {
    const auto payment = any_payment();
    const auto entry = of_sale(head, in_cash(payment.tendered), 100023, payment).value();
    RC_ASSERT(sum(entry, "").is_zero());
    RC_ASSERT(sum(entry, till_cash("E", "T-01")) == payment.tendered);
    RC_ASSERT(sum(entry, prepaid(payment.commodity)) == -payment.credit);
    RC_ASSERT(std::none_of(entry.legs.begin(), entry.legs.end(), [](const books::Leg& leg) { return leg.amount.is_zero(); }));
  }));
}

TEST(Ledger, a_fen_too_much_is_refused) {
  EXPECT_TRUE(rc::check([] {
    auto payment = any_payment();
    payment.tendered += Money::minor(*rc::gen::element<std::int64_t>(-1, 1, 100));
    RC_ASSERT(of_sale(head, in_cash(payment.tendered), 1, payment).error().code == "unbalanced_entry");
  }));
}

TEST(Ledger, a_take_back_leaves_no_trace_but_the_refund_whichever_end_it_takes) {
  EXPECT_TRUE(rc::check([] {
    const auto payment = any_payment();
    const auto sale = of_sale(head, by_some_tenders(payment.tendered), 1, payment).value();
    const auto back = take_back(head, sale).value();
    RC_ASSERT(sum(back, "").is_zero() && sum(back, refund_pending) == -payment.tendered);
    const auto due = refund_is_due(head, 1, payment.tendered).value();
    RC_ASSERT((sum(back, refund_pending) + sum(due, refund_pending)).is_zero());
    const auto lost = take_back_lost(head, back).value();
    RC_ASSERT((sum(sale, prepaid(payment.commodity)) + sum(back, prepaid(payment.commodity)) + sum(lost, prepaid(payment.commodity))) == -payment.credit);
  }));
}

TEST(Ledger, a_closed_shift_leaves_the_drawer_empty_and_the_difference_visible) {
  const auto entry = shift_closed(head, "E", "T-01", Money::minor(20000), {{Tender::cash, Money::minor(97000), Money::minor(96000)}, {Tender::card, Money::minor(4000), Money::minor(4100)}}).value();
  EXPECT_EQ(sum(entry, till_cash("E", "T-01")), -Money::minor(97000));
  EXPECT_EQ(sum(entry, over_short()), Money::minor(1000));
  EXPECT_EQ(sum(entry, till_money("E", "T-01", Tender::card)), -Money::minor(4000));
  EXPECT_EQ(sum(entry, over_short(Tender::card)), -Money::minor(100));
  EXPECT_EQ(sum(entry, due(Tender::card, "E")), Money::minor(4100)) << "the bank owes what its slips say";
  EXPECT_EQ(sum(entry, till_float("E", "T-01")), Money::minor(20000));
  EXPECT_EQ(sum(entry, safe("E")), Money::minor(76000));
  EXPECT_EQ(sum(entry, ""), Money{});
}

TEST(Chart, each_name_is_of_one_kind_and_what_is_no_name_of_none) {
  const std::pair<std::string, AccountKind> names[] = {
      {till_money("E", "T-01", books::Tender::transfer), AccountKind::till_money}, {till_cash("E", "T-01"), AccountKind::till_money},
      {till_float("E", "T-01"), AccountKind::till_float}, {safe("E"), AccountKind::safe}, {bank("E"), AccountKind::bank},
      {due(books::Tender::cheque, "E"), AccountKind::due}, {over_short(), AccountKind::over_short},
      {outlet_float("O-01"), AccountKind::outlet_float}, {outlet_commission("O-01"), AccountKind::outlet_commission}, {std::string(commission), AccountKind::commission},
      {prepaid("water"), AccountKind::prepaid}, {prepaid(purse), AccountKind::prepaid}, {charged("gas"), AccountKind::charged}, {std::string(used_irrigation), AccountKind::used},
      {fee("fund"), AccountKind::fee}, {std::string(card_fee), AccountKind::fee}, {fixed("rent"), AccountKind::fixed}, {tax("vat"), AccountKind::tax},
      {debt("7"), AccountKind::debt}, {claim(100023), AccountKind::claim}, {customer_balance(100023), AccountKind::customer_balance},
      {std::string(refund_pending), AccountKind::refund_pending}, {supplement("goodwill"), AccountKind::supplement}, {std::string(write_off), AccountKind::write_off},
      {std::string(transfer), AccountKind::transfer}, {std::string(opening_balances), AccountKind::opening_balances}, {std::string(taken_over), AccountKind::taken_over},
  };
  for (const auto& [name, kind] : names) {
    EXPECT_EQ(kind_of(name), kind) << name;
    EXPECT_TRUE(meaning_of(name)) << name;
  }
  for (const auto* none : {"", "till/E/T-01/beads", "prepaid", "customer/100023/purse", "outlet/O-01", "claims/7"}) EXPECT_FALSE(kind_of(none)) << none;
  EXPECT_EQ(outlet_of(outlet_float("O-01")), "O-01");
  EXPECT_EQ(outlet_of(outlet_commission("O-01")), "");
  EXPECT_EQ(owner_of(customer_balance(100023)), 100023);
  EXPECT_EQ(owner_of(claim(100023)), 100023);
  EXPECT_EQ(owner_of("customer/x/balance"), std::nullopt);
}

TEST(Document, a_sale_says_its_lines_by_what_they_are) {
  const auto said = sale_document("R3-1", R"({"lines":[{"id":"step","minor":5000,"step":2,"units_e3":81900,"price":"0.61"},{"id":"meter-rent","minor":300},
      {"id":"vat","minor":640,"base":5300,"percent":"12","base_fees":300},{"id":"inside","minor":40,"base":5300,"percent":"1","memo":true},
      {"id":"D-7","minor":1000,"left":2000,"debt":{"kind":"fine"}}],"units_e3":81900,"charged_before":{},"charged_after":{"meter-rent":"2026-11"}})").value();
  ASSERT_EQ(said.lines.size(), 5U);
  EXPECT_TRUE(said.bought);
  EXPECT_EQ(said.units_e3, 81'900);
  EXPECT_EQ(said.lines[0].kind, SaleLineKind::energy);
  EXPECT_EQ(said.lines[0].step, 2);
  EXPECT_EQ(said.lines[1].kind, SaleLineKind::charge);
  EXPECT_FALSE(said.lines[1].base.has_value());
  EXPECT_EQ(said.lines[2].kind, SaleLineKind::tax);
  EXPECT_EQ(*said.lines[2].base, Money::minor(5300));
  EXPECT_EQ(said.lines[2].base_fees, Money::minor(300));
  EXPECT_EQ(said.lines[3].kind, SaleLineKind::tax_inside) << "named, no money of its own";
  EXPECT_EQ(said.lines[4].kind, SaleLineKind::debt);
  EXPECT_EQ(said.lines[4].debt_kind, "fine");
  EXPECT_TRUE(said.charged_before->empty());
  EXPECT_EQ(said.charged_after->at("meter-rent"), "2026-11");
}

TEST(Document, what_somebody_changed_in_it_is_never_taken_for_nothing) {
  EXPECT_FALSE(sale_document("R3-1", "").value().bought) << "a deduction has none";
  for (const auto* text : {"[]", "{", R"({"units_e3":"12"})", R"({"units_e3":1.5})", R"({"lines":{}})", R"({"lines":[7]})", R"({"lines":[{"id":"vat","minor":"640"}]})", R"({"charged_after":{"rent":11}})"}) {
    const auto read = sale_document("R3-1", text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error().code, "document_damaged");
    EXPECT_EQ(read.error().details.at("sale"), "R3-1");
  }
}

}  // namespace
}  // namespace kwota::ledger
