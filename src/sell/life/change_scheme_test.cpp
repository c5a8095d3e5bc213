// An account goes on by another scheme: from card to line, from the meter to the server, and back – and what becomes of it when things go wrong.
#include "sell/life/change_scheme.h"

#include <random>

#include "people/approval.h"
#include "sell/counter/worth.h"
#include "sell/remote/test_line.h"
#include "sell/remote_account/charge.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::serial;
using counter::yuan;
using remote::li_account;
using remote::li_card;
using remote::li_meter;
using remote::LineWorld;

constexpr std::uint64_t office_meter = 31, money_meter = 32;

/// A meter of the office feeds without money; one of money opens without.
const devices::Facts& facts_here(std::string_view model) {
  static constexpr devices::Facts of_office{.protocol = "a-line", .holds_credit = false}, of_money{.protocol = "a-line", .serves_the_office = false};
  return model == "OFFICE" ? of_office : of_money;
}

class MoveWorld : public LineWorld {
 public:
  MoveWorld() {
    books.put(books::Meter{.number = MeterNumber::from(office_meter), .model = "OFFICE", .state = books::MeterStatus::stock});
    books.put(books::Meter{.number = MeterNumber::from(money_meter), .model = "DDSY1352", .state = books::MeterStatus::stock});
    for (const auto number : {office_meter, money_meter})
      EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(number), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
    books.put(books::PlanVersion{"steps", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.60"}})", books::PlanStatus::published, "", ""});
  }
  counter::Context who(const std::string& name) {
    auto out = as(name, "T-02");
    out.devices = {facts_here, counter::line_protocols};
    return out;
  }
  SchemeRequest request(std::string scheme, std::uint64_t meter = 0) {
    SchemeRequest out;
    out.claim = claim();
    out.account = li_account;
    out.scheme = std::move(scheme);
    if (meter != 0) out.meter = *books.find<books::Meter>(MeterNumber::from(meter));
    out.reason = "new district";
    return out;
  }
  /// Somebody does it; a second person agrees where one is asked.
  Result<remote::Outcome> move(SchemeRequest wanted) {
    auto done = apply(change_scheme(books, wanted, who("zhao")));
    if (done.ok() || done.error().code != "approval_needed") return done;
    const auto& details = done.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), who("zhao")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, who("sun"))).ok());
    wanted.approval = asked->number;
    return apply(change_scheme(books, wanted, who("zhao")));
  }
  std::string refused(const SchemeRequest& wanted) {
    const auto done = move(wanted);
    return done.ok() ? "" : done.error().code;
  }
  /// The meter obeys the closing order by card, and its word comes home.
  void give_up() {
    order();
    visit(li_meter, li_card);
  }
  void order() {
    counter::CloseRequest close{.claim = claim(), .account = li_account, .card = serial(li_card), .purpose = counter::ClosingPurpose::change_scheme};
    const auto ordered = apply(counter::order_closing(books, close, who("zhao")));
    ASSERT_TRUE(ordered.ok()) << ordered.error().code;
    write(*ordered->order, li_card);
  }
  void use(std::int64_t money) {
    li().used += yuan(money);
    li().balance -= yuan(money);
  }
  Money at_server() const { return remote_account::balance_of(books, li_account); }
  books::Account account() const { return *books.find<books::Account>(li_account); }
  books::SchemeChange row() const { return books.last<books::SchemeChange>(li_account).value(); }
  Money prepaid() const { return -balance(ledger::prepaid("electricity")); }
  /// A hundred was paid, two of it a standing charge: the rest is prepaid, charged, or owed to him.
  void adds_up() const { EXPECT_EQ(prepaid() - balance(ledger::charged("electricity")) + at_server(), yuan(98)); }
};

TEST(ChangeScheme, from_card_to_line_the_money_stays_and_the_old_card_carries_no_more) {
  MoveWorld world;
  const auto done = world.move(world.request("by_link"));
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_FALSE(done->order);
  EXPECT_EQ(world.account().scheme, "by_link");
  EXPECT_EQ(world.books.find<books::Card>(serial(li_card))->state, books::CardStatus::replaced);
  EXPECT_EQ(world.row().cards_void, 1);
  EXPECT_EQ(world.row().moved, Money{});
  EXPECT_EQ(world.li().balance, Credit(yuan(98))) << "two of a hundred were the standing charge";
  EXPECT_EQ(world.sell_to(li_account, "50.00", li_card).error().code, "blocked_card");
  EXPECT_EQ(world.refused(world.request("by_link")), "same_scheme");
  world.adds_up();
  auto back = world.request("by_card");
  ASSERT_TRUE(world.move(back).ok()) << "and back";
  EXPECT_EQ(world.account().scheme, "by_card");
  ASSERT_TRUE(world.issue_card(9).ok()) << "his first card of this way";
}

TEST(ChangeScheme, a_card_may_be_kept_for_the_day_on_which_the_line_is_down) {
  MoveWorld world;
  auto wanted = world.request("by_link");
  wanted.keep_cards = true;
  ASSERT_TRUE(world.move(wanted).ok());
  EXPECT_EQ(world.books.find<books::Card>(serial(li_card))->state, books::CardStatus::active);
}

TEST(ChangeScheme, what_the_meter_gave_up_is_the_balance_at_the_server_once) {
  MoveWorld world;
  world.use(30);
  EXPECT_EQ(world.refused(world.request("at_server")), "meter_not_of_scheme") << "it opens without money of its own";
  EXPECT_EQ(world.refused(world.request("at_server", office_meter)), "closing_not_confirmed");
  world.give_up();
  EXPECT_EQ(world.at_server(), yuan(68)) << "owed to him already";
  const auto wanted = world.request("at_server", office_meter);
  const auto done = world.move(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_EQ(world.at_server(), yuan(68));
  EXPECT_EQ(world.row().moved, yuan(68));
  EXPECT_EQ(world.row().approved_by, "sun");
  EXPECT_EQ(world.account().scheme, "at_server");
  EXPECT_EQ(world.account().state, books::AccountStatus::open);
  EXPECT_EQ(world.account().meter, MeterNumber::from(office_meter));
  EXPECT_EQ(world.books.find<books::RemoteAccount>(li_account)->state, books::RemoteAccountStatus::active);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(li_meter))->state, books::MeterStatus::removed);
  EXPECT_EQ(world.prepaid(), yuan(30)) << "what he used was paid for before";
  auto again = wanted;
  EXPECT_TRUE(world.apply(change_scheme(world.books, again, world.who("zhao")))->repeated);
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.at_server(), yuan(68)) << "the old card once more at the old meter";
  world.adds_up();
}

TEST(ChangeScheme, a_dead_meters_word_that_turns_up_later_corrects_the_balance_once) {
  MoveWorld world;
  world.use(30);
  world.order();
  auto wanted = world.request("at_server", office_meter);
  wanted.remaining = "60.00";
  wanted.meter.reset();
  EXPECT_EQ(world.refused(wanted), "meter_not_of_scheme");
  wanted = world.request("at_server", office_meter);
  wanted.remaining = "60.00";
  ASSERT_TRUE(world.move(wanted).ok());
  EXPECT_EQ(world.at_server(), yuan(60));
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.at_server(), yuan(68)) << "eight more than two people had said";
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.at_server(), yuan(68));
  EXPECT_EQ(world.books.last<books::MeterSwap>(li_account)->balance_source, BalanceSource::corrected);
  world.adds_up();
}

TEST(ChangeScheme, what_is_left_at_the_server_is_credit_of_the_meter_that_comes) {
  MoveWorld world;
  world.use(30);
  world.give_up();
  ASSERT_TRUE(world.move(world.request("at_server", office_meter)).ok());
  EXPECT_EQ(world.refused(world.request("by_card")), "meter_not_of_scheme") << "it takes no money";
  auto wanted = world.request("by_card", money_meter);
  wanted.last_register = "10";
  EXPECT_EQ(world.refused(wanted), "no_card") << "his old one is void";
  wanted.card = serial(7);
  const auto done = world.move(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  ASSERT_TRUE(done->order);
  EXPECT_EQ(done->order->amount, Credit(yuan(62))) << "68.00 less 10 kWh at 0.60";
  EXPECT_EQ(done->order->n.value(), 1u);
  EXPECT_EQ(world.at_server(), Money{});
  EXPECT_EQ(world.prepaid(), yuan(92));
  world.meter(money_meter).number = MeterNumber::from(money_meter);
  world.write(*done->order, 7);
  world.visit(money_meter, 7);
  EXPECT_EQ(world.meter(money_meter).balance, Credit(yuan(62)));
  EXPECT_EQ(world.books.find<books::SaleState>(done->sale.number)->state, books::SaleStatus::applied);
  EXPECT_EQ(world.account().scheme, "by_card");
  world.adds_up();
  EXPECT_TRUE(world.sell_to(li_account, "50.00", 7).ok());
}

TEST(ChangeScheme, over_the_line_it_waits_in_the_queue_and_a_debt_stays_on_the_account) {
  MoveWorld world;
  world.use(30);
  world.give_up();
  ASSERT_TRUE(world.move(world.request("at_server", office_meter)).ok());
  auto wanted = world.request("by_link", money_meter);
  wanted.last_register = "200";
  const auto done = world.move(wanted);
  ASSERT_TRUE(done.ok()) << done.error().code;
  EXPECT_FALSE(done->command) << "he owes: there is nothing to carry";
  EXPECT_EQ(world.at_server(), -yuan(52));
  EXPECT_EQ(world.row().moved, -yuan(52));
  world.adds_up();
}

TEST(ChangeScheme, refuses_by_name_what_cannot_go_on) {
  MoveWorld world;
  EXPECT_EQ(world.refused(world.request("by_magic")), "unknown_scheme");
  EXPECT_EQ(world.refused(world.request("by_energy")), "scheme_other_unit");
  EXPECT_EQ(world.refused(world.request("by_purse")), "balance_on_card");
  EXPECT_EQ(world.refused(world.request("by_link", office_meter)), "meter_stays");
  auto silent = world.request("by_link");
  silent.reason.clear();
  EXPECT_EQ(world.refused(silent), "reason_missing");
  EXPECT_EQ(world.apply(change_scheme(world.books, world.request("by_link"), world.as("wang"))).error().code, "permission_denied");
  const auto sold = world.sell_to(li_account, "50.00", li_card);
  ASSERT_TRUE(sold.ok());
  EXPECT_EQ(world.refused(world.request("by_link")), "sale_in_flight") << "nobody knows yet whether it is on the card";
  world.write(*sold->order, li_card);
  EXPECT_EQ(world.refused(world.request("by_link")), "pending_sale");
  auto typed = world.request("at_server", office_meter);
  typed.remaining = "10.00";
  EXPECT_EQ(world.refused(typed), "pending_sale") << "whether it arrived nobody knows yet";
  EXPECT_TRUE(world.books.all<books::SchemeChange>().empty());
}

TEST(ChangeScheme, a_meter_that_gave_up_what_it_held_does_not_stay_as_it_is) {
  MoveWorld world;
  world.give_up();
  EXPECT_EQ(world.refused(world.request("by_link")), "account_closing") << "it waits for what the order was for";
}

TEST(ChangeScheme, the_second_person_agrees_to_what_may_be_owed) {
  MoveWorld world;
  auto wanted = world.request("at_server", office_meter);
  auto owing = approval_content(wanted, 2).money(people::Part::may_owe, yuan(50), 2);
  wanted.terms.overdraft = yuan(50);
  EXPECT_EQ(approval_content(wanted, 2).canonical(), owing.canonical());
}

TEST(ChangeScheme, what_is_within_reach_is_said_with_what_stands_in_the_way) {
  MoveWorld world;
  const auto context = world.who("zhao");
  const auto supply = counter::supply_of(world.books, li_account, context.now).value();
  std::map<std::string, Reach> reach;
  auto rows = scheme_reach(world.books, supply, context);
  for (auto& one : *rows) reach.emplace(std::string{one.to->name}, std::move(one));
  EXPECT_FALSE(reach.contains("by_card")) << "that is what he has";
  EXPECT_FALSE(reach.contains("by_purse"));
  EXPECT_FALSE(reach.at("by_link").refused);
  EXPECT_EQ(reach.at("by_link").money, MoneyGoes::nowhere);
  EXPECT_TRUE(reach.at("at_server").other_meter);
  EXPECT_FALSE(reach.at("at_server").refused);
  EXPECT_EQ(reach.at("by_volume").refused->code, "scheme_other_unit") << "no money goes over between two meters";
}

/// A meter that counts cubic metres, on a line: bought by card, then over it.
class WaterWorld : public counter::World {
 public:
  WaterWorld() : World(Unit::volume) {
    write(*open("100.00", li_meter, li_card)->order, li_card);
    visit(li_meter, li_card);
    EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(li_meter), .address = "tcp://10.0.0.7:2404"}, as("qian"))).ok());
  }
  Result<remote::Outcome> move(std::string scheme, bool keep_cards) {
    SchemeRequest request{.claim = claim(), .account = li_account, .scheme = std::move(scheme), .reason = "new mains", .keep_cards = keep_cards};
    return apply(change_scheme(books, request, as("zhao", "T-02")));
  }
  counter::FieldMeter& li() { return meter(li_meter); }
  books::Account account() const { return *books.find<books::Account>(li_account); }
  Money prepaid() const { return -balance(ledger::prepaid("water")); }
  void use(std::int64_t litres) {
    const auto used = std::min(Credit::of(Unit::volume, litres), li().balance);
    li().used += used;
    li().balance -= used;
  }
};

TEST(ChangeScheme, cubic_metres_in_a_meter_go_on_by_another_scheme_of_cubic_metres) {
  WaterWorld world;
  const auto held = world.li().balance;
  const auto paid = world.prepaid();
  EXPECT_EQ(world.move("energy_by_link", false).error().code, "scheme_other_unit");
  EXPECT_EQ(world.move("by_link", false).error().code, "scheme_other_unit");
  const auto done = world.move("volume_by_link", false);
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_FALSE(done->order || done->command) << "nothing has to be carried";
  EXPECT_EQ(done->sale.unit, Unit::volume);
  EXPECT_EQ(world.account().scheme, "volume_by_link");
  EXPECT_EQ(world.li().balance, held);
  EXPECT_EQ(world.prepaid(), paid) << "what was paid for them stays prepaid";
  EXPECT_EQ(world.books.last<books::SchemeChange>(li_account)->moved, Money{});
  EXPECT_EQ(world.sell_to(li_account, "11.00", li_card).error().code, "blocked_card");
  EXPECT_EQ(counter::quote(world.books, {li_account, "11.00", "", ""}, world.as("wang"))->should_show, held + Credit::of(Unit::volume, 20'000)) << "the position of the steps goes on";
}

TEST(ChangeScheme, cubic_metres_are_nowhere_twice_however_often_the_scheme_changes) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 dice(seed);
    WaterWorld world;
    auto sold = world.li().credited;
    for (int step = 0; step < 12; ++step) {
      switch (dice() % 4) {
        case 0: ASSERT_TRUE(world.move(world.account().scheme == "by_volume" ? "volume_by_link" : "by_volume", true).ok()); break;
        case 1: world.use(static_cast<std::int64_t>(dice() % 60'000)); break;
        case 2: {
          const auto bought = world.sell_to(li_account, fmt::format("{}.00", 5 + dice() % 40), li_card);
          ASSERT_TRUE(bought.ok()) << bought.error().code;
          EXPECT_NE(world.move(world.account().scheme == "by_volume" ? "volume_by_link" : "by_volume", true).error().code, "") << "it is on its way";
          world.write(*bought->order, li_card);
          sold += bought->sale.credit;
          world.visit(li_meter, li_card);
          break;
        }
        default: world.visit(li_meter, li_card);
      }
      ASSERT_EQ(world.li().balance + world.li().used, sold) << seed;
      ASSERT_EQ(world.li().credited, sold) << seed;
    }
    Money paid;
    for (const auto& sale : world.books.newest(books::Sale::of_account, 100, li_account)) paid += ledger::paid_for_credit(counter::posted(world.books, sale));
    EXPECT_EQ(world.prepaid(), paid) << "and no money moved but at the till";
  }
}

/// kWh in the meter, bought by card; an office meter and a fresh one of kWh wait.
class EnergyWorld : public counter::World {
 public:
  EnergyWorld() : World(Unit::energy) {
    books.put(books::PlanVersion{"steps", "2026-01-01", R"({"from":"2026-01-01","energy":{"price":"0.50"},"limits":{"min_pay":"5","max_pay":"5000"}})", books::PlanStatus::published, "", ""});
    write(*open("100.00", li_meter, li_card)->order, li_card);
    visit(li_meter, li_card);
    books.put(books::Meter{.number = MeterNumber::from(office_meter), .model = "OFFICE", .state = books::MeterStatus::stock});
    books.put(books::Meter{.number = MeterNumber::from(money_meter), .model = "KWH", .state = books::MeterStatus::stock});
    EXPECT_TRUE(apply(remote::connect(books, {.meter = MeterNumber::from(office_meter), .address = "tcp://10.0.0.9:2404"}, as("qian"))).ok());
  }
  counter::Context who(const std::string& name) {
    auto out = as(name, "T-02");
    out.devices = {facts_here, counter::line_protocols};
    return out;
  }
  void price(const std::string& day, const std::string& kwh) {
    const auto version = fmt::format(R"({{"from":"{}","energy":{{"price":"{}"}},"limits":{{"min_pay":"5","max_pay":"5000"}}}})", day, kwh);
    books.put(books::PlanVersion{"steps", day, version, books::PlanStatus::published, "", ""});
  }
  SchemeRequest request(std::string scheme, std::uint64_t meter = 0) {
    SchemeRequest out{.claim = claim(), .account = li_account, .scheme = std::move(scheme), .reason = "new district"};
    if (meter != 0) out.meter = *books.find<books::Meter>(MeterNumber::from(meter));
    return out;
  }
  Result<remote::Outcome> move(SchemeRequest wanted) {
    auto done = apply(change_scheme(books, wanted, who("zhao")));
    if (done.ok() || done.error().code != "approval_needed") return done;
    const auto& details = done.error().details;
    const auto asked = apply(people::ask_approval(books, people::request_of(details, "why"), who("zhao")));
    EXPECT_TRUE(apply(people::decide_approval(books, {asked->number, true, ""}, who("sun"))).ok());
    wanted.approval = asked->number;
    return apply(change_scheme(books, wanted, who("zhao")));
  }
  void use(std::int64_t kwh) {
    meter(li_meter).used += Credit::of(Unit::energy, kwh * 1000);
    meter(li_meter).balance -= Credit::of(Unit::energy, kwh * 1000);
  }
  void order() {
    counter::CloseRequest close{.claim = claim(), .account = li_account, .card = serial(li_card), .purpose = counter::ClosingPurpose::change_scheme};
    write(*apply(counter::order_closing(books, close, who("zhao")))->order, li_card);
  }
  Money at_server() const { return remote_account::balance_of(books, li_account); }
  Money prepaid() const { return -balance(ledger::prepaid("electricity")); }
  books::SchemeChange row() const { return books.last<books::SchemeChange>(li_account).value(); }
};

TEST(ChangeScheme, kwh_that_a_meter_gave_up_are_at_the_server_what_was_paid_for_them) {
  EnergyWorld world;
  world.price("2026-11-20", "1.00");
  const auto dear = world.sell_to(li_account, "50.00", li_card);
  world.write(*dear->order, li_card);
  world.visit(li_meter, li_card);
  world.use(160);
  world.order();
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.at_server(), yuan(70)) << "90 kWh: 50 of the newest at 1.00, 40 of those at 0.50";
  EXPECT_EQ(world.move(world.request("at_server")).error().code, "meter_not_of_scheme");
  const auto done = world.move(world.request("at_server", office_meter));
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_EQ(world.at_server(), yuan(70));
  EXPECT_EQ(world.row().moved, yuan(70));
  EXPECT_EQ(world.row().approved_by, "sun");
  EXPECT_EQ(done->sale.unit, Unit::money);
  EXPECT_EQ(world.books.find<books::Meter>(MeterNumber::from(li_meter))->unit, Unit::energy) << "its book stays in its unit";
  EXPECT_EQ(world.prepaid(), yuan(80));
  const auto context = world.who("zhao");
  const auto reach = scheme_reach(world.books, counter::supply_of(world.books, li_account, context.now).value(), context).value();
  for (const auto& one : reach) {
    if (one.to->name == "by_energy") { EXPECT_TRUE(!one.refused && one.other_meter); }
    if (one.to->name == "by_volume") { EXPECT_EQ(one.refused->code, "plan_does_not_fit") << "a plan in kWh sells no cubic metres"; }
  }
}

TEST(ChangeScheme, kwh_that_two_people_say_are_corrected_once_by_the_meters_own_word) {
  EnergyWorld world;
  world.use(100);
  world.order();
  auto typed = world.request("at_server", office_meter);
  typed.remaining = "60.00";
  ASSERT_TRUE(world.move(typed).ok());
  EXPECT_EQ(world.at_server(), yuan(30));
  world.visit(li_meter, li_card);
  EXPECT_EQ(world.at_server(), yuan(50)) << "it held a hundred";
  world.meter(li_meter).visits++;
  (void)world.bring_back(li_card);
  EXPECT_EQ(world.at_server(), yuan(50));
}

TEST(ChangeScheme, a_balance_at_the_server_buys_kwh_by_the_plan_in_force_and_the_rest_stays_his) {
  EnergyWorld world;
  world.order();
  world.visit(li_meter, li_card);
  ASSERT_TRUE(world.move(world.request("at_server", office_meter)).ok());
  EXPECT_EQ(world.at_server(), yuan(100));
  world.price("2026-11-20", "3.00");
  auto back = world.request("by_energy", money_meter);
  back.last_register = "0";
  back.card = serial(7);
  const auto done = world.move(back);
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_EQ(done->sale.credit, Credit::of(Unit::energy, 33'330)) << "100.00 at 3.00, in steps of 0.01 kWh";
  EXPECT_EQ(done->sale.unit, Unit::energy);
  EXPECT_EQ(done->sale.tendered, Money{});
  EXPECT_EQ(world.prepaid(), Money::minor(99'99));
  EXPECT_EQ(world.at_server(), Money::minor(1)) << "it buys nothing, and is owed to him";
  EXPECT_EQ(world.row().moved, Money::minor(99'99));
  const auto now = *world.books.find<books::Account>(li_account);
  EXPECT_EQ(counter::paid_for(world.books, li_account, done->sale.credit, now.meter), world.prepaid()) << "and a refund gives that back";
  EXPECT_TRUE(world.apply(change_scheme(world.books, back, world.who("zhao")))->repeated);
}

TEST(ChangeScheme, what_is_too_little_to_buy_units_stays_the_customers_money) {
  EnergyWorld world;
  world.use(195);
  world.order();
  world.visit(li_meter, li_card);
  ASSERT_TRUE(world.move(world.request("at_server", office_meter)).ok());
  ASSERT_EQ(world.at_server(), Money::minor(250));
  auto back = world.request("by_energy", money_meter);
  back.last_register = "0";
  const auto done = world.move(back);
  ASSERT_TRUE(done.ok()) << done.error().code << " " << done.error().what;
  EXPECT_TRUE(done->sale.credit.is_zero()) << "less than the least payment";
  EXPECT_EQ(world.at_server(), Money::minor(250));
}

/// Whatever way it goes, and however often: what he paid is what was charged, what the meter has, or what is owed to him.
TEST(ChangeScheme, nothing_is_lost_or_given_twice_on_any_way) {
  for (unsigned seed = 1; seed <= 12; ++seed) {
    std::mt19937 dice(seed);
    MoveWorld world;
    const std::int64_t used = static_cast<std::int64_t>(dice() % 60);
    world.use(used);
    const bool typed = dice() % 2 == 0, late = dice() % 2 == 0;
    typed ? world.order() : world.give_up();
    auto there = world.request("at_server", office_meter);
    const std::int64_t said = static_cast<std::int64_t>(dice() % 90);
    if (typed) there.remaining = fmt::format("{}.00", said);
    ASSERT_TRUE(world.move(there).ok());
    if (late) world.visit(li_meter, li_card);
    const Money expected = yuan(typed && !late ? said : 98 - used);
    EXPECT_EQ(world.at_server(), expected) << seed;
    auto back = world.request(dice() % 2 == 0 ? "by_link" : "by_card", money_meter);
    const std::int64_t kwh = static_cast<std::int64_t>(dice() % 40);
    back.last_register = fmt::format("{}", kwh);
    back.card = serial(7);
    const auto done = world.move(back);
    ASSERT_TRUE(done.ok()) << done.error().code;
    if (!late) world.visit(li_meter, li_card);
    const Money left = expected - Money::minor(kwh * 60);
    EXPECT_EQ(done->sale.credit, Credit(std::max(Money{}, left))) << seed;
    const Money correction = typed && !late ? yuan(98 - used) - yuan(said) : Money{};
    EXPECT_EQ(world.at_server(), std::min(Money{}, left) + correction) << seed;
    world.adds_up();
  }
}

}  // namespace
}  // namespace kwota::life
