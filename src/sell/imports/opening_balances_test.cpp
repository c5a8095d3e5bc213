// What accounts had in the program before comes in from a file: with its control total, once an account, and back again.
#include "sell/imports/opening_balances.h"

#include "sell/counter/account/card_life.h"
#include "sell/counter/desk.h"
#include "sell/counter/worth.h"
#include "sell/imports/import.h"
#include "sell/remote/test_line.h"
#include "sell/remote_account/charge.h"

namespace kwota::imports {
namespace {

using counter::serial;
using counter::yuan;

constexpr std::int64_t at_office = 300001, at_home = 300002;
constexpr std::uint64_t office_meter = 41, home_meter = 42;

class OpeningWorld : public counter::World {
 public:
  OpeningWorld() {
    hire("miller", "manager,supervisor");
    for (const auto& [number, meter] : std::map<std::int64_t, std::uint64_t>{{at_office, office_meter}, {at_home, home_meter}}) {
      const auto who = CustomerNumber::from(static_cast<std::uint64_t>(number));
      books.put(books::Customer{.number = who, .name = fmt::format("Customer {}", number), .created = clock.now()});
      books.put(books::ServicePoint{.code = fmt::format("P-{}", meter), .address = "West village"});
      books.put(books::Meter{.number = MeterNumber::from(meter), .model = "DDSY1352", .state = books::MeterStatus::stock});
      books.put(books::Account{.number = number, .station = "E", .customer = who, .service_point = fmt::format("P-{}", meter), .meter = MeterNumber::from(meter), .plan = "steps", .state = books::AccountStatus::draft});
    }
    EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(office_meter), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
  }
  static constexpr auto head = "account,kept_at,amount,count,register,document\n";
  ImportReport bring(const std::string& rows) {
    auto out = import_rows(books, "opening-balances", head + rows, as("miller"));
    EXPECT_TRUE(out.ok()) << (out.ok() ? "" : out.error().code);
    if (out->answer.errors.empty()) books.apply(out->changes);
    return out->answer;
  }
  std::string refused_in_units(const std::string& rows) {
    const auto out = import_rows(books, "opening-balances", "account,kept_at,amount,credit,count,scheme,document\n" + rows, as("miller"));
    if (out->answer.errors.empty()) books.apply(out->changes);
    return out->answer.errors.empty() ? "" : out->answer.errors.front().code;
  }
  std::string refused(const std::string& rows) {
    const auto report = bring(rows);
    return report.errors.empty() ? "" : report.errors.front().code;
  }
  books::Account account(std::int64_t number) const { return *books.find<books::Account>(number); }
  Money at_server(std::int64_t number) const { return remote_account::balance_of(books, number); }
};

TEST(OpeningBalances, money_at_the_server_and_credit_in_the_meter_with_its_count) {
  OpeningWorld world;
  const auto report = world.bring("300001,server,-12.50,,100,L1\n300002,meter,40.00,7,,L2\n");
  ASSERT_TRUE(report.errors.empty()) << report.errors.front().code;
  EXPECT_EQ(report.created, 2);
  EXPECT_EQ(world.at_server(at_office), Money::minor(-1250)) << "he owed it before";
  EXPECT_EQ(world.books.find<books::RemoteAccount>(at_office)->state, books::RemoteAccountStatus::active);
  EXPECT_EQ(world.account(at_home).state, books::AccountStatus::open);
  const auto meter = *world.books.find<books::Meter>(MeterNumber::from(home_meter));
  EXPECT_EQ(meter.sold.value(), 7u);
  EXPECT_EQ(meter.state, books::MeterStatus::installed);
  EXPECT_EQ(world.balance(std::string{ledger::opening_balances}), Money::minor(2750)) << "4000 in the meter, less 1250 that were owed";
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), -yuan(40));
}

TEST(OpeningBalances, the_next_sale_is_the_number_behind_the_meters_own) {
  OpeningWorld world;
  ASSERT_TRUE(world.bring("300002,meter,40.00,7,,L2\n").errors.empty());
  counter::ReplaceRequest request{.claim = world.claim(), .account = at_home, .reason = "first", .card = serial(4)};
  const auto issued = world.apply(counter::replace_card(world.books, request, world.as("wang")));
  ASSERT_TRUE(issued.ok()) << issued.error().code;
  auto& field = world.meter(home_meter);
  field.number = MeterNumber::from(home_meter);
  field.count = SequenceNumber{7};
  field.open = true;
  field.balance = field.credited = yuan(40);
  world.write(*issued->order, 4);
  world.visit(home_meter, 4);
  EXPECT_EQ(field.balance, Credit(yuan(40))) << "its first card empties nothing";
  const auto sold = world.sell_to(at_home, "50.00", 4);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->order->n.value(), 8u);
  world.write(*sold->order, 4);
  world.visit(home_meter, 4);
  EXPECT_EQ(field.count.value(), 8u);
  EXPECT_EQ(world.at_server(at_home), Money{}) << "nothing of the former program's sums is taken for ours";
}

TEST(OpeningBalances, what_a_meter_gave_up_before_it_came_is_not_given_once_more) {
  OpeningWorld world;
  ASSERT_TRUE(world.bring("300002,meter,40.00,7,,L2\n").errors.empty());
  counter::ReplaceRequest request{.claim = world.claim(), .account = at_home, .reason = "first", .card = serial(4)};
  const auto issued = world.apply(counter::replace_card(world.books, request, world.as("wang")));
  auto& field = world.meter(home_meter);
  field.number = MeterNumber::from(home_meter);
  field.count = SequenceNumber{7};
  field.open = true;
  field.credited = yuan(500), field.used = yuan(160), field.surrendered = yuan(300), field.balance = yuan(40);
  world.write(*issued->order, 4);
  world.visit(home_meter, 4);
  EXPECT_EQ(world.at_server(at_home), Money{});
  counter::CloseRequest close{.claim = world.claim(), .account = at_home, .card = serial(4)};
  const auto ordered = world.apply(counter::order_closing(world.books, close, world.as("zhao", "T-02")));
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  world.write(*ordered->order, 4);
  world.visit(home_meter, 4);
  EXPECT_EQ(world.at_server(at_home), yuan(40)) << "what it held, and no more";
}

TEST(OpeningBalances, kilowatt_hours_in_a_meter_come_along_with_what_was_paid_for_them) {
  OpeningWorld world;
  const std::string rows = "300002,meter,24.00,40.00,7,by_energy,L2\n";
  ASSERT_EQ(world.refused_in_units(rows), "");
  const auto row = *world.books.find<books::OpeningBalance>(at_home);
  EXPECT_EQ(row.credit, Credit::of(Unit::energy, 40'000));
  EXPECT_EQ(row.amount, yuan(24));
  EXPECT_EQ(world.balance(ledger::prepaid("electricity")), -yuan(24));
  const auto meter = *world.books.find<books::Meter>(MeterNumber::from(home_meter));
  EXPECT_EQ(meter.unit, Unit::energy);
  EXPECT_EQ(counter::paid_for(world.books, at_home, Credit::of(Unit::energy, 10'000)), yuan(6)) << "a quarter of it";
  EXPECT_EQ(counter::owed_for(world.books, at_home, Credit::of(Unit::energy, 1'000)), Money::minor(60)) << "beyond it, as the newest";
  EXPECT_EQ(world.refused_in_units(rows), "") << "the same row again is the same";
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,40.000 kWh,7,by_energy,L2\n"), "") << "as an own list writes it";
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,40.000 m3,7,by_energy,L2\n"), "bad_credit");
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,41.00,7,by_energy,L2\n"), "opening_exists");
  const auto back = take_back(world.books, at_home, world.as("miller"));
  ASSERT_TRUE(back.ok());
  world.books.apply(*back);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(home_meter))->unit, Unit::money) << "as it lay in stock";
  EXPECT_EQ(counter::paid_for(world.books, at_home, Credit::of(Unit::energy, 10'000)), Money{});
}

TEST(OpeningBalances, kilowatt_hours_that_a_meter_gives_up_are_worth_what_was_paid_for_them) {
  OpeningWorld world;
  ASSERT_EQ(world.refused_in_units("300002,meter,24.00,40.00,7,by_energy,L2\n"), "");
  counter::ReplaceRequest request{.claim = world.claim(), .account = at_home, .reason = "first", .card = serial(4)};
  const auto issued = world.apply(counter::replace_card(world.books, request, world.as("wang")));
  ASSERT_TRUE(issued.ok()) << issued.error().code;
  const auto units = [](std::int64_t wh) { return Credit::of(Unit::energy, wh); };
  auto& field = world.meter(home_meter);
  field.number = MeterNumber::from(home_meter);
  field.unit = Unit::energy;
  field.count = SequenceNumber{7};
  field.open = true;
  field.credited = units(90'000), field.used = units(50'000), field.balance = units(40'000);
  world.write(*issued->order, 4);
  world.visit(home_meter, 4);
  const auto sold = world.sell_to(at_home, "50.00", 4);
  ASSERT_TRUE(sold.ok()) << sold.error().code;
  EXPECT_EQ(sold->order->n.value(), 8u);
  world.write(*sold->order, 4);
  world.visit(home_meter, 4);
  field.used += units(20'000), field.balance -= units(20'000);
  const auto bought_for = ledger::paid_for_credit(counter::posted(world.books, sold->sale));
  const auto owed_before = world.at_server(at_home);
  counter::CloseRequest close{.claim = world.claim(), .account = at_home, .card = serial(4)};
  const auto ordered = world.apply(counter::order_closing(world.books, close, world.as("zhao", "T-02")));
  ASSERT_TRUE(ordered.ok()) << ordered.error().code;
  world.write(*ordered->order, 4);
  world.visit(home_meter, 4);
  EXPECT_EQ(world.at_server(at_home) - owed_before, bought_for + yuan(12)) << "all that was bought here, and half of what came along";
  world.visit(home_meter, 4);
  EXPECT_EQ(world.at_server(at_home) - owed_before, bought_for + yuan(12)) << "once";
}

TEST(OpeningBalances, units_are_refused_where_they_say_nothing) {
  OpeningWorld world;
  for (const auto* row : {"300002,meter,24.00,,7,by_energy,L2\n", "300002,meter,24.00,40.005,7,by_energy,L2\n", "300002,meter,24.00,-1,7,by_energy,L2\n", "300002,meter,24.00,0,7,by_energy,L2\n",
                          "300002,meter,24.00,1000000,7,by_energy,L2\n", "300002,meter,24.00,40.00,7,by_card,L2\n", "300002,meter,24.00,=1+1,7,by_energy,L2\n"})
    EXPECT_EQ(world.refused_in_units(row), "bad_credit") << row;
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,40.00,7,by_volume,L2\n"), "plan_does_not_fit") << "its plan prices kilowatt hours";
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,40.00,7,at_server,L2\n"), "unknown_scheme");
  EXPECT_TRUE(world.books.all<books::OpeningBalance>().empty());
  EXPECT_EQ(world.refused_in_units("300002,meter,24.00,24.00,7,by_card,L2\n"), "") << "as an own list says it of money";
}

TEST(OpeningBalances, the_same_file_again_changes_nothing_and_another_amount_is_refused) {
  OpeningWorld world;
  const std::string rows = "300001,server,30.00,,100,L1\n";
  ASSERT_TRUE(world.bring(rows).errors.empty());
  EXPECT_EQ(world.bring(rows).same, 1);
  EXPECT_EQ(world.refused("300001,server,31.00,,100,L1\n"), "opening_exists");
  EXPECT_EQ(world.refused("300002,server,5.00,,,L2\n300002,server,5.00,,,L3\n"), "no_link") << "each row with those above it in their place";
  EXPECT_EQ(world.at_server(at_office), yuan(30));
}

TEST(OpeningBalances, refuses_by_row_what_cannot_be) {
  OpeningWorld world;
  EXPECT_EQ(world.refused("399999,server,1.00,,,\n"), "unknown_account");
  EXPECT_EQ(world.refused("300002,meter,1.00,,,\n"), "bad_count");
  EXPECT_EQ(world.refused("300002,meter,-1.00,3,,\n"), "bad_amount");
  EXPECT_EQ(world.refused("300002,attic,1.00,3,,\n"), "unknown_kind");
  EXPECT_EQ(world.refused("300001,server,much,,,\n"), "bad_number");
  EXPECT_EQ(world.refused("300001,server,1000000000.01,,,\n"), "bad_amount");
  ASSERT_TRUE(world.open("50.00", 12, 1).ok());
  EXPECT_EQ(world.refused(fmt::format("{},meter,1.00,3,,\n", world.books.all<books::Account>().back().number)), "account_has_moved");
  EXPECT_TRUE(world.books.all<books::OpeningBalance>().empty());
}

TEST(OpeningBalances, the_control_total_has_to_agree) {
  OpeningWorld world;
  const auto of = find_importable("opening-balances").value();
  const auto file = read_import(*of, std::string(OpeningWorld::head) + "300001,server,-12.50,,,\n300002,meter,40.00,7,,\n").value();
  EXPECT_EQ(adds_up(world.books, file, "").error().code, "control_total_missing");
  const auto differs = adds_up(world.books, file, "52.50");
  EXPECT_EQ(differs.error().code, "control_total_differs");
  EXPECT_EQ(differs.error().details.at("sum"), "27.50");
  EXPECT_TRUE(adds_up(world.books, file, "27.50").ok());
  EXPECT_TRUE(adds_up(world.books, read_import(*find_importable("customers").value(), "number,name\n1,A\n").value(), "").ok()) << "customers have no amounts";
}

TEST(OpeningBalances, taken_back_it_is_prepared_again_and_may_come_once_more) {
  OpeningWorld world;
  ASSERT_TRUE(world.bring("300001,server,30.00,,100,L1\n300002,meter,40.00,7,,L2\n").errors.empty());
  for (const auto number : {at_office, at_home}) {
    const auto back = take_back(world.books, number, world.as("miller"));
    ASSERT_TRUE(back.ok()) << back.error().code;
    world.books.apply(*back);
    EXPECT_EQ(world.account(number).state, books::AccountStatus::draft);
    EXPECT_EQ(take_back(world.books, number, world.as("miller")).error().code, "opening_moved") << "once";
  }
  EXPECT_EQ(world.balance(std::string{ledger::opening_balances}), Money{});
  EXPECT_EQ(world.at_server(at_office), Money{});
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(home_meter))->sold.value(), 0u);
  ASSERT_TRUE(world.bring("300002,meter,45.00,7,,L2\n").errors.empty()) << "corrected";
  EXPECT_EQ(world.books.find<books::OpeningBalance>(at_home)->entry, "opening/300002/2");
}

TEST(OpeningBalances, what_somebody_has_built_on_is_not_taken_back) {
  OpeningWorld world;
  ASSERT_TRUE(world.bring("300002,meter,40.00,7,,L2\n").errors.empty());
  counter::ReplaceRequest request{.claim = world.claim(), .account = at_home, .reason = "first", .card = serial(4)};
  ASSERT_TRUE(world.apply(counter::replace_card(world.books, request, world.as("wang"))).ok());
  EXPECT_EQ(take_back(world.books, at_home, world.as("miller")).error().code, "opening_moved");
}

}  // namespace
}  // namespace kwota::imports
