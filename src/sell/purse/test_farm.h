// A village with a well for the tests of purses: farmers, their applications, and cards that keep a counter and a balance as real ones do.
#pragma once
#include "sell/counter/account/test_world.h"
#include "sell/purse/application.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/outcome.h"
#include "sell/purse/take_off.h"

namespace kwota::purse {

using counter::serial;
using counter::yuan;

/// What a farmer carries in his pocket.
struct FarmerCard {
  CardSerial serial;
  SequenceNumber counter;
  Money balance;
  bool grey = false;

  void obey(const CardOrder& order) {
    if (order.work == CardWork::issue) serial = order.card;
    if (takes_off(order.work)) balance -= order.amount;
    else balance += order.amount;
    if (!order.amount.is_zero() || order.work == CardWork::release) counter = counter.next();
  }
  CardSeen seen() const { return {serial, balance, grey}; }
  CardShows shows() const { return {counter, balance, "16EAD516", true}; }
};

struct Farm : counter::World {
  Farm() {
    books.put(books::Place{"v1", books::PlaceKind::village, "East village", "E", ""});
    books.put(books::AreaNumber{"11010001", "East fields", "v1", "E", true});
    books.put(books::AreaNumber{"11010002", "Mill fields", "v1", "E", true});
    books::Customer row;
    row.number = farmer();
    row.name = "Zhao Liu";
    books.put(row);
  }
  static CustomerNumber farmer() { return CustomerNumber::from(777); }
  static books::PurseTerms terms() { return {.village = "v1", .area = "", .area_1 = "11010001", .area_2 = "11010002", .area_3 = "", .area_4 = "", .price_class = 1}; }
  Result<books::PurseApplication> applies(const std::string& who = "wang") { return World::apply(purse::apply(books, {farmer(), "E", terms(), ""}, as(who))); }
  /// Applied, granted: the number of his account.
  std::int64_t granted() {
    const auto application = applies().value();
    return World::apply(grant(books, application.number, as("zhao", "T-02"))).value().account;
  }
  Result<Outcome> load_card(std::int64_t account, FarmerCard& card, const std::string& pay, const std::string& till = "T-01") {
    const auto quote = quote_load(books, {account, pay, card.seen()}, as(till == "T-01" ? "wang" : "zhao", till));
    if (!quote.ok()) return quote.error();
    LoadRequest request{.claim = claim(), .quote = quote->id, .seen = card.seen(), .paying = {}, .confirmed = counter::codes_of(quote->confirm)};
    return World::apply(load(books, request, as(till == "T-01" ? "wang" : "zhao", till)));
  }
  CardEvent event(const CardOrder& order, bool at_sale = true) const { return {"test", order.sale, order.card, order.n, "", at_sale}; }
  void seal(const CardOrder& order) { EXPECT_TRUE(World::apply(sealing(books, event(order), as("wang"))).ok()); }
  /// Sealed, written, read back.
  Settled write(const CardOrder& order, FarmerCard& card) {
    seal(order);
    card.obey(order);
    return World::apply(settle(books, event(order), card.shows(), as("wang"))).value();
  }
  /// He has a card with money on it.
  std::int64_t with_card(FarmerCard& card, const std::string& pay) {
    const auto account = granted();
    const auto booked = load_card(account, card, pay).value();
    EXPECT_EQ(booked.order->work, CardWork::issue);
    EXPECT_EQ(write(*booked.order, card).state, SaleStatus::applied);
    return account;
  }
  books::Purse purse_of(std::int64_t account) const { return books.last<books::Purse>(account).value(); }
  Money prepaid() const { return -balance("prepaid/purse"); }
};

}  // namespace kwota::purse
