// The meter of an account whose balance is at the server is exchanged: charged to the old one's last register, and from the new one's first on.
#include "people/approval.h"
#include "sell/ledger/chart.h"
#include "sell/life/meter_swap.h"
#include "sell/life/transfer.h"
#include "sell/remote/test_line.h"
#include "sell/remote_account/keep.h"

namespace kwota::life {
namespace {

using counter::yuan;

constexpr std::uint64_t worn_meter = 21, fresh_meter = 22;
constexpr std::int64_t he_account = 200001;

class ServerWorld : public counter::World {
 public:
  ServerWorld() {
    books.put(books::Customer{.number = CustomerNumber::from(77), .name = "He Ping", .created = clock.now()});
    books.put(books::ServicePoint{.code = "07-021", .address = "West village"});
    for (const auto number : {worn_meter, fresh_meter})
      books.put(books::Meter{.number = MeterNumber::from(number), .model = "DDZY1352Y", .state = books::MeterStatus::stock});
    books.put(books::Plan{"flat", "Flat", "", R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})"});
    books.put(books::PlanVersion{"flat", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.60"}})", books::PlanStatus::published, "", ""});
    books.put(books::Account{.number = he_account, .station = "E", .customer = CustomerNumber::from(77), .service_point = "07-021", .meter = MeterNumber::from(worn_meter), .plan = "flat",
                             .state = books::AccountStatus::draft});
    connect(worn_meter);
    hire("lu", "manager");
    const remote_account::BalanceTerms terms{yuan(20), Money{}, Money{}, false, {}};
    EXPECT_TRUE(apply(remote_account::begin(books, {.account = he_account, .terms = terms, .opening = {"100", {}}}, as("lu"))).ok());
  }
  void connect(std::uint64_t meter) {
    EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(meter), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
  }
  SwapRequest request(std::string last = "110", std::string first = "5") {
    SwapRequest out;
    out.claim = claim();
    out.account = he_account;
    out.old_meter = MeterNumber::from(worn_meter);
    out.meter = *books.find<books::Meter>(MeterNumber::from(fresh_meter));
    out.reason = "test due";
    out.last_register = std::move(last);
    out.first_register = std::move(first);
    return out;
  }
  Result<remote::Outcome> alone(const SwapRequest& wanted) { return apply(swap_meter(books, wanted, as("zhao", "T-02"))); }
  /// A second person agrees.
  Result<remote::Outcome> swap(SwapRequest wanted) {
    auto done = alone(wanted);
    if (done.ok() || done.error().code != "approval_needed") return done;
    const auto asked = apply(people::ask_approval(books, people::request_of(done.error().details, "why"), as("zhao", "T-02")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, as("lu", ""))).ok());
    wanted.approval = asked->number;
    return alone(wanted);
  }
  std::string refused(const SwapRequest& wanted) {
    const auto done = alone(wanted);
    return done.ok() ? "" : done.error().code;
  }
  void freeze(std::uint64_t meter, int days, std::int64_t wh) {
    books.put(books::DayFreeze{.meter = MeterNumber::from(meter), .day = date_of_day(day_number({2026, 11, 20}) + days), .energy = Energy::wh(wh), .received = clock.now()});
  }
  remote_account::Charged run() { return *apply(remote_account::charge(books, he_account, as("wang"))); }
  Money owed() const { return -remote_account::balance_of(books, he_account); }
};

TEST(ServerSwap, what_both_meters_counted_is_charged_once) {
  ServerWorld world;
  world.connect(fresh_meter);
  const auto done = world.swap(world.request());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_FALSE(done->order) << "nothing is written anywhere";
  EXPECT_EQ(world.owed(), yuan(6)) << "10 kWh of the old one, today included";
  const auto row = world.books.last<books::MeterSwap>(he_account).value();
  EXPECT_EQ(row.new_meter, MeterNumber::from(fresh_meter));
  EXPECT_EQ(row.last_register, Energy::kwh(110));
  EXPECT_EQ(row.document, done->sale.number);
  EXPECT_EQ(row.balance_source, books::BalanceSource::typed) << "nobody heard it from the meter";
  EXPECT_EQ(row.approved_by, "lu");
  EXPECT_EQ(world.books.find<books::Account>(he_account)->meter, MeterNumber::from(fresh_meter));
  EXPECT_EQ(world.books.find<books::RemoteAccount>(he_account)->meter, MeterNumber::from(fresh_meter));
  EXPECT_EQ(world.books.find<books::MeterLink>(MeterNumber::from(worn_meter))->state, books::LinkStatus::stopped);
  world.freeze(fresh_meter, 1, 6'000);
  EXPECT_TRUE(world.run().days.empty()) << "the day of the swap is charged";
  world.freeze(fresh_meter, 2, 15'000);
  EXPECT_EQ(world.run().balance, -yuan(12)) << "and 10 kWh of the new one, the rest of that day among them";
  EXPECT_TRUE(world.books.find<books::RemoteAccount>(he_account)->trouble.empty());
}

TEST(ServerSwap, refuses_by_name_what_cannot_go_on) {
  ServerWorld world;
  EXPECT_EQ(world.refused(world.request()), "no_link") << "the new meter hangs on no line";
  world.connect(fresh_meter);
  EXPECT_EQ(world.refused(world.request("90")), "register_ran_back");
  EXPECT_EQ(world.refused(world.request("much")), "bad_register");
  auto wanted = world.request();
  wanted.remaining = "5.00";
  EXPECT_EQ(world.refused(wanted), "balance_at_office") << "no meter holds anything";
  EXPECT_EQ(world.refused(world.request("")), "approval_needed") << "nobody read the old one: two people say so";
  EXPECT_EQ(world.refused(world.request("110")), "approval_needed") << "what is typed charges money";
  wanted = world.request();
  wanted.old_meter = MeterNumber::from(fresh_meter);
  EXPECT_EQ(world.refused(wanted), "wrong_meter");
  auto row = *world.books.find<books::RemoteAccount>(he_account);
  row.trouble = "reading_gap_too_long";
  world.books.put(row);
  EXPECT_EQ(world.refused(world.request()), "balance_in_trouble");
  EXPECT_EQ(world.owed(), Money{});
}

TEST(ServerSwap, a_meter_that_keeps_money_of_its_own_does_not_come_in_its_place) {
  static constexpr devices::Facts of_money{.protocol = "a-line", .serves_the_office = false};
  ServerWorld world;
  world.connect(fresh_meter);
  auto zhao = world.as("zhao", "T-02");
  zhao.devices = {[](std::string_view) -> const devices::Facts& { return of_money; }, counter::line_protocols};
  EXPECT_EQ(world.apply(swap_meter(world.books, world.request(), zhao)).error().code, "meter_not_of_scheme");
}

TEST(ServerSwap, is_done_once_and_not_twice_on_one_day) {
  ServerWorld world;
  world.connect(fresh_meter);
  const auto wanted = world.request();
  const auto done = world.swap(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  const auto again = world.swap(wanted);
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->repeated);
  auto back = world.request("7");
  back.old_meter = MeterNumber::from(fresh_meter);
  back.meter = *world.books.find<books::Meter>(MeterNumber::from(worn_meter));
  ASSERT_TRUE(world.apply(remote::connect(world.books, {.meter = MeterNumber::from(worn_meter), .address = "tcp://10.0.0.9:2404"}, world.as("qian"))).ok());
  EXPECT_EQ(world.refused(back), "charged_to_tomorrow");
  EXPECT_EQ(world.owed(), yuan(6));
}

// ---- another customer takes such a supply over

struct ServerTransferWorld : ServerWorld {
  TransferRequest to_wei(std::string last = "110", bool hand_over = true) {
    TransferRequest out;
    out.claim = claim();
    out.account = he_account;
    out.customer.name = "Wei Lan";
    out.hand_over = hand_over;
    out.reason = "sold the shop";
    out.last_register = std::move(last);
    return out;
  }
  void pays(std::int64_t amount) {
    books::Entry entry;
    entry.number = "paid";
    entry.chain = "till/E/T-01";
    entry.legs = {{"tender/cash", yuan(amount)}, {"customer/200001/balance", -yuan(amount)}};
    books.apply({{}, {entry}});
  }
  Result<remote::Outcome> goes_over(const TransferRequest& wanted) { return apply(transfer(books, wanted, as("zhao", "T-02"))); }
  books::Account his() const { return *books.find<books::Account>(books.select(books::Account::of_meter, MeterNumber::from(worn_meter)).back().number); }
};

TEST(ServerTransfer, what_is_left_is_handed_over_after_the_last_charge_and_he_is_charged_from_there_on) {
  ServerTransferWorld world;
  world.pays(20);
  const auto done = world.goes_over(world.to_wei());
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_EQ(world.owed(), Money{}) << "20.00 less 10 kWh at 0.60 went along";
  const auto his = world.his();
  EXPECT_NE(his.number, he_account);
  EXPECT_EQ(his.state, books::AccountStatus::open);
  EXPECT_EQ(remote_account::balance_of(world.books, his.number), yuan(14));
  const auto former = *world.books.find<books::Account>(he_account);
  EXPECT_EQ(former.state, books::AccountStatus::closed);
  EXPECT_EQ(world.books.find<books::RemoteAccount>(he_account)->state, books::RemoteAccountStatus::ended);
  const auto at_server = *world.books.find<books::RemoteAccount>(his.number);
  EXPECT_EQ(at_server.state, books::RemoteAccountStatus::active);
  EXPECT_EQ(at_server.alarm, yuan(20)) << "on the same terms";
  EXPECT_EQ(at_server.overdraft, Money{}) << "but what the former one might owe";
  world.freeze(worn_meter, 2, 120'000);
  const auto charged = *world.apply(remote_account::charge(world.books, his.number, world.as("wang")));
  EXPECT_EQ(charged.balance, yuan(8)) << "10 kWh of his own";
  EXPECT_TRUE(world.books.find<books::RemoteAccount>(his.number)->trouble.empty());
}

TEST(ServerTransfer, what_is_not_handed_over_stays_owed_and_what_is_owed_is_claimed) {
  ServerTransferWorld world;
  world.pays(20);
  ASSERT_TRUE(world.goes_over(world.to_wei("110", false)).ok());
  EXPECT_EQ(-world.owed(), yuan(14)) << "paid out to him by name";
  EXPECT_EQ(remote_account::balance_of(world.books, world.his().number), Money{});
  ServerTransferWorld in_debt;
  const auto done = in_debt.goes_over(in_debt.to_wei());
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_EQ(in_debt.balance(ledger::claim(he_account)), yuan(6)) << "his debt stays his";
  EXPECT_EQ(remote_account::balance_of(in_debt.books, in_debt.his().number), Money{});
}

TEST(ServerTransfer, on_the_day_on_which_prices_change_each_pays_by_those_of_his_days) {
  ServerTransferWorld world;
  world.pays(20);
  world.books.put(books::PlanVersion{"flat", "2026-11-21", R"({"from":"2026-11-21","energy":{"price":"1.00"}})", books::PlanStatus::published, "", ""});
  world.freeze(worn_meter, 1, 110'000);
  world.clock.advance(Duration::hours(16));
  const auto done = world.goes_over(world.to_wei("112"));
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_EQ(remote_account::balance_of(world.books, world.his().number), yuan(12)) << "20.00 less 10 kWh at 0.60 and 2 kWh at 1.00";
  world.freeze(worn_meter, 3, 115'000);
  EXPECT_EQ(world.apply(remote_account::charge(world.books, world.his().number, world.as("wang")))->balance, yuan(9)) << "3 kWh of his own at 1.00";
}

TEST(ServerTransfer, two_people_where_nobody_read_the_meter) {
  ServerTransferWorld world;
  const auto done = world.goes_over(world.to_wei(""));
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().code, "approval_needed");
}

}  // namespace
}  // namespace kwota::life
