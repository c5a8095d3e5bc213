// A delivery of meters comes, goes out to a fitter, onto a wall, back, to the test bench and onto the scrap heap – and the stock knows each step.
#include "sell/stock/stock.h"

#include <gtest/gtest.h>

#include "people/test_office.h"
#include "sell/settings/declared.h"

namespace kwota::stock {
namespace {

using books::StockMove;
using books::StockStatus;

struct Store : people::test::Office {
  Store() {
    books::Operator row;
    row.name = row.full_name = "tech";
    row.roles = "technician";
    books.put(row);
    books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "1", true});
    books.put(books::Code{books::CodeKind::maker, "gone", "", "", "", "", false});
  }
  ReceiveRequest delivery(std::string meters = "101-103", std::string seals = "A100-A105") {
    ReceiveRequest out;
    out.lot = {.code = "L-7", .model = "DDSY1352", .maker = "Hill", .document = "note 12", .received = {2026, 11, 2}, .station = "E", .meters = 0, .received_by = {}};
    out.meters = std::move(meters);
    out.seals = std::move(seals);
    return out;
  }
  std::string receives(const ReceiveRequest& request, const std::string& who = "tech") {
    const auto done = apply(receive(books, request, as(who)));
    return done.ok() ? "" : done.error().code;
  }
  std::string moves(StockMove move, std::string meters, const std::string& said = "x") {
    MoveRequest request{.move = move, .meters = std::move(meters), .holder = {}, .document = {}, .seals = {}, .reason = {}, .day = {}};
    if (move == StockMove::issued) request.holder = said;
    if (move == StockMove::tested) request.document = said;
    if (move == StockMove::sealed) request.seals = said;
    if (move == StockMove::scrapped) request.reason = said;
    return moves(request);
  }
  std::string moves(const MoveRequest& request) {
    const auto done = apply(stock::move(books, request, as("tech")));
    return done.ok() ? "" : done.error().code;
  }
  std::string puts_on(std::uint64_t number, std::int64_t account = 100001) {
    books::Changes changes;
    const auto done = put_on(books, MeterNumber::from(number), account, "R3-000001", as("wang"), changes);
    if (done.ok()) books.apply(changes);
    return done.ok() ? "" : done.error().code;
  }
  void takes_off(std::uint64_t number) {
    books::Changes changes;
    taken_off(books, MeterNumber::from(number), 100001, "R3-000002", as("wang"), changes);
    books.apply(changes);
  }
  books::StockMeter meter(std::uint64_t number) const { return books.find<books::StockMeter>(MeterNumber::from(number)).value(); }
  void from_stock_only() { books.put(settings::always_counting(1, settings::SettingName::meters_from_stock, 1)); }
};

TEST(Stock, a_delivery_brings_its_meters_into_the_register_with_their_seals_and_the_day_of_their_next_test) {
  Store store;
  ASSERT_EQ(store.receives(store.delivery()), "");
  EXPECT_EQ(store.books.find<books::StockLot>("L-7")->meters, 3);
  EXPECT_EQ(store.books.find<books::StockLot>("L-7")->received_by, "tech");
  EXPECT_EQ(store.books.find<books::Meter>(MeterNumber::from(102))->maker, "Hill");
  EXPECT_EQ(store.meter(102).seals, "A102,A103") << "two seals a meter, in their order";
  EXPECT_EQ(format_date(*store.meter(102).test_due), "2034-11-02") << "eight years, as delivered";
  EXPECT_EQ(store.books.select<books::StockEvent>(MeterNumber::from(102)).size(), 1U);
}

TEST(Stock, what_is_wrong_with_a_delivery_is_named_and_nothing_of_it_comes_in) {
  Store store;
  EXPECT_EQ(store.receives(store.delivery(), "wang"), "permission_denied");
  EXPECT_EQ(store.receives(store.delivery("")), "meters_missing");
  EXPECT_EQ(store.receives(store.delivery("103-101")), "bad_meter_number");
  EXPECT_EQ(store.receives(store.delivery("1-5000")), "stock_too_many");
  EXPECT_EQ(store.receives(store.delivery("101-103", "A100-A103")), "seals_do_not_fit");
  EXPECT_EQ(store.receives(store.delivery("101-103", "A100-B102")), "bad_seal");
  auto unknown = store.delivery();
  unknown.lot.model = "NONE";
  EXPECT_EQ(store.receives(unknown), "unknown_meter_model");
  auto retired = store.delivery();
  retired.lot.maker = "gone";
  EXPECT_EQ(store.receives(retired), "code_out_of_use");
  store.books.put(books::Meter{.number = MeterNumber::from(103), .model = "DDSY1352", .service_point = "7", .state = books::MeterStatus::installed});
  EXPECT_EQ(store.receives(store.delivery()), "meter_hangs");
  EXPECT_FALSE(store.books.find<books::StockMeter>(MeterNumber::from(101)));
}

TEST(Stock, a_meter_goes_out_hangs_comes_back_is_tested_and_is_scrapped_and_each_step_follows_from_the_one_before) {
  Store store;
  ASSERT_EQ(store.receives(store.delivery()), "");
  EXPECT_EQ(store.moves(StockMove::issued, "101-102", ""), "holder_missing");
  EXPECT_EQ(store.moves(StockMove::issued, "101-102", "Fitter Ma"), "");
  EXPECT_EQ(store.meter(101).holder, "Fitter Ma");
  EXPECT_EQ(store.moves(StockMove::issued, "101,103", "Fitter Ma"), "stock_state") << "all of them or none";
  EXPECT_EQ(store.meter(103).state, StockStatus::received);
  EXPECT_EQ(store.puts_on(101), "");
  EXPECT_EQ(store.meter(101).state, StockStatus::installed);
  EXPECT_EQ(store.meter(101).account, 100001);
  EXPECT_EQ(store.moves(StockMove::scrapped, "101", "burnt"), "stock_state") << "it hangs";
  EXPECT_EQ(store.moves(StockMove::installed, "102"), "by_the_counter");
  store.takes_off(101);
  EXPECT_EQ(store.meter(101).state, StockStatus::removed);
  EXPECT_EQ(store.moves(StockMove::returned, "101"), "");
  EXPECT_EQ(store.moves(StockMove::tested, "101", "C-55"), "");
  EXPECT_EQ(store.meter(101).state, StockStatus::received) << "good again";
  EXPECT_EQ(format_date(*store.meter(101).test_due), "2034-11-20");
  EXPECT_EQ(store.moves(StockMove::scrapped, "101", ""), "reason_missing");
  EXPECT_EQ(store.moves(StockMove::scrapped, "101", "burnt"), "");
  EXPECT_EQ(store.puts_on(101), "meter_scrapped");
  EXPECT_EQ(store.moves(StockMove::issued, "777", "Ma"), "not_in_stock");
}

TEST(Stock, seals_have_their_history) {
  Store store;
  ASSERT_EQ(store.receives(store.delivery()), "");
  EXPECT_EQ(store.moves(StockMove::sealed, "101", ""), "seals_missing");
  EXPECT_EQ(store.moves(StockMove::sealed, "101", "B7, B8"), "");
  EXPECT_EQ(store.meter(101).seals, "B7,B8");
  const auto events = store.books.select<books::StockEvent>(MeterNumber::from(101));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events.front().seals, "A100,A101") << "what it bore before can still be said";
}

TEST(Stock, without_a_stock_everything_works_and_where_meters_come_from_stock_only_its_good_ones_are_put_on) {
  Store store;
  EXPECT_EQ(store.puts_on(555), "") << "nobody keeps a stock";
  ASSERT_EQ(store.receives(store.delivery()), "");
  store.from_stock_only();
  EXPECT_EQ(store.puts_on(555), "meter_not_in_stock");
  EXPECT_EQ(store.puts_on(101), "");
  store.takes_off(101);
  EXPECT_EQ(store.puts_on(101), "meter_not_ready") << "it was not tested";
  store.now = parse_instant("2035-01-01T08:00:00Z").value();
  EXPECT_EQ(store.puts_on(102), "test_overdue");
}

TEST(Stock, an_opening_that_is_taken_back_gives_the_meter_back_to_who_had_it) {
  Store store;
  ASSERT_EQ(store.receives(store.delivery()), "");
  ASSERT_EQ(store.moves(StockMove::issued, "101", "Fitter Ma"), "");
  ASSERT_EQ(store.puts_on(101), "");
  books::Changes changes;
  never_put_on(store.books, MeterNumber::from(101), 100001, "R3-000003", store.as("wang"), changes);
  store.books.apply(changes);
  EXPECT_EQ(store.meter(101).state, StockStatus::issued);
  EXPECT_EQ(store.meter(101).holder, "Fitter Ma");
}

TEST(Stock, a_model_may_have_its_own_interval_and_none_is_never) {
  Store store;
  store.books.put(books::Code{books::CodeKind::test_interval, "DDSY1352", "", "", "", "15", true});
  EXPECT_EQ(format_date(*due_after(store.books, "DDSY1352", {2026, 11, 30}, store.now)), "2028-02-29") << "the last day of a shorter month";
  store.books.put(books::Code{books::CodeKind::test_interval, "DDSY1352", "", "", "", "0", true});
  EXPECT_FALSE(due_after(store.books, "DDSY1352", {2026, 11, 30}, store.now));
}

}  // namespace
}  // namespace kwota::stock
