// A small utility for the tests of the counter: one station, two tills, operators, a price plan, and meters that take cards as real
// ones do – one revision of each number, once, in order – without any bytes.
#pragma once
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <set>

#include "base/ids_text.h"
#include "books/memory.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/tool_permission.h"
#include "sell/counter/carriage.h"
#include "sell/counter/contact.h"
#include "sell/counter/sell.h"
#include "sell/counter/statement.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/chart.h"
#include "sell/scheme/test_schemes.h"
#include "sell/settings/declared.h"
#include "sell/till/till.h"

namespace kwota::counter {

/// What these tests know of devices.
inline const devices::Facts& facts_of_model(std::string_view model) {
  static constexpr std::string_view holidays[] = {"friendly_holidays"};
  static constexpr devices::Facts of_one_rate{.protocol = "a-line", .lacks = holidays}, any_other{.protocol = "a-line"};
  return model == "DDSY1352" ? of_one_rate : any_other;
}
inline constexpr std::string_view line_protocols[] = {"a-line", "another-line"};
inline constexpr devices::Known known_devices{facts_of_model, line_protocols};

inline Money yuan(std::int64_t n) { return Money::minor(n * 100); }
inline CardSerial serial(std::uint8_t n) { return {{0x62, 0x30, 0, 0, 0, 0, 0, n}}; }

constexpr auto plan_head = R"({"id":"steps","name":"Steps","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                           R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto plan_head_of_water = R"({"id":"steps","name":"Steps","commodity":"water","unit":"m3","currency":"CNY","minor":2,)"
                                    R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto plan_steps = R"({"from":"2026-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.50",)"
                            R"("steps":[{"to":"180","add":"0"},{"add":"0.05"}]},)"
                            R"("charges":[{"id":"fixed","kind":"per_month","amount":"2.00"}],"limits":{"min_pay":"5","max_pay":"5000"}})";

/// What lies on a card, as far as the counter and the meter see it.
struct CardInHand {
  std::optional<CarryOrder> order;
  std::optional<books::Statement> returned;
};

/// A meter as the shop may think of it: it takes a number once, the first revision that comes.
struct FieldMeter {
  MeterNumber number;
  SequenceNumber count;
  Unit unit = Unit::money;
  Credit balance, credited, used, surrendered, cleared, last_amount;
  Energy period_energy;   ///< by the meter's own register: primary, it was told its transformers
  books::Applied last_applied = books::Applied::nothing;
  std::optional<CardSerial> card;
  bool open = false;
  bool feeds_on = false;  ///< its contactor stays closed whatever is ordered
  int visits = 0;

  bool knows(const CarryOrder& order, const CardSerial& serial) const {
    if (order.use == CardUse::open_account) return !open || !card || card == serial;
    return order.use == CardUse::replacement || card == serial;
  }
  void take(const CarryOrder& order) {
    count = order.n;
    last_amount = order.amount;
    last_applied = order.use == CardUse::closing ? books::Applied::closing : order.amount.is_zero() ? books::Applied::voided : books::Applied::credit;
    balance += order.amount;
    credited += order.amount;
    if (order.use != CardUse::closing) return;
    (balance.is_negative() ? cleared -= balance : surrendered += balance);
    balance = {};
    open = false;
  }
  /// False: the card is dead here.
  bool insert(const CardSerial& serial, CardInHand& hand, bool pulled_before_answer = false) {
    if (!hand.order || hand.order->meter != number || !knows(*hand.order, serial)) return false;
    card = serial;
    if (hand.order->use == CardUse::open_account) open = true;
    if (hand.order->n == count.next() && !hand.returned) take(*hand.order);
    ++visits;
    if (!pulled_before_answer) hand.returned = statement();
    return true;
  }
  books::Statement statement() const {
    books::Statement row;
    row.meter = number;
    row.carrier = books::Carrier::card;
    row.unit = unit;
    row.remaining = std::max(Credit{}, balance);
    row.overdraft = std::max(Credit{}, -balance);
    row.balance_e5 = balance.amount() * 100'000;
    row.overdraft_cleared_e5 = cleared.amount() * 100'000;
    row.count = count;
    row.last_amount = last_amount;
    row.last_applied = last_applied;
    row.credited = credited;
    row.surrendered = surrendered;
    row.used_e5 = used.amount() * 100'000;
    row.period_energy = period_energy;
    row.raw = fmt::format("visit {}", visits);
    row.meter_time = LocalTime{{2026, 11, 20}, 12, 0, 0};
    if (!open && !feeds_on) row.states = {books::MeterState::relay_open};
    return row;
  }
};

class World {
 public:
  /// Of a utility that sells electricity for money or by the kWh, or water by the cubic metre.
  explicit World(Unit sold_by = Unit::money) : unit(sold_by), clock(parse_instant("2026-11-20T10:00:00+08:00").value()) {
    books::Utility utility;
    utility.name = "Example Hills Power";
    utility.currency = "CNY";
    utility.zone = "Asia/Shanghai";
    utility.county = 130100;
    books.put(utility);
    books.put(settings::always_counting(1, settings::SettingName::supplement_limit, yuan(20).minor()));
    books.put(settings::always_counting(2, settings::SettingName::hoarding_limit, yuan(3000).minor()));
    books.put(books::Station{"E", "East station", "R3"});
    books.put(books::Till{"E", "T-01", "Window 1", 1, 1});
    books.put(books::Till{"E", "T-02", "Window 2", 1, 1});
    books.put(books::Plan{"steps", "Steps", "", unit == Unit::volume ? plan_head_of_water : plan_head});
    books.put(books::PlanVersion{"steps", "2026-01-01", plan_steps, books::PlanStatus::published, "", ""});
    books.put(books::Code{books::CodeKind::model, "DDSY1352", "", "", "", "", true});
    books.put(books::Code{books::CodeKind::reason, "fault", "", "", "", "", true});
    for (const auto& [name, roles] : std::map<std::string, std::string>{
             {"wang", "cashier"}, {"chen", "cashier"}, {"zhao", "supervisor"}, {"sun", "supervisor"}, {"wu", "auditor"}, {"root", "administrator"}, {"qian", "technician"}})
      hire(name, roles);
    open_shift("wang", "T-01");
    open_shift("zhao", "T-02");
  }

  void hire(const std::string& name, const std::string& roles) {
    books::Operator row;
    row.name = row.full_name = name;
    row.roles = roles;
    books.put(row);
  }
  void open_shift(const std::string& who, const std::string& till) {
    books.apply(till::open_shift(books, yuan(100), as(who, till)).value().changes);
  }
  /// Time goes on by a second with every look at the clock: rows keep their order.
  Context as(const std::string& who, const std::string& till = "T-01") {
    clock.advance(Duration::seconds(1));
    return {books.find<books::Operator>(who).value(), "E", till, clock.now(), Zone::find("Asia/Shanghai").value(), plans.get(), &scheme::test_schemes, known_devices};
  }
  Claim claim() {
    ++keys;
    return {fmt::format("key-{}", keys), fmt::format("hash-{}", keys)};
  }
  /// Applies a decision and gives its answer, or the code of the refusal.
  template <class Answer>
  Result<Answer> apply(Result<books::Decision<Answer>> decision) {
    if (!decision.ok()) return std::move(decision).error();
    books.apply(decision->changes);
    return std::move(decision->answer);
  }

  OpenRequest opening(const std::string& pay, std::uint64_t meter_number, std::uint8_t card) {
    OpenRequest request;
    request.claim = claim();
    request.customer.name = fmt::format("Li Ming {}", meter_number);
    request.service_point.code = fmt::format("07-{:03}", meter_number);
    request.service_point.address = "East village";
    request.meter.number = MeterNumber::from(meter_number);
    request.meter.model = "DDSY1352";
    request.plan = "steps";
    request.scheme = unit == Unit::money ? "" : unit == Unit::energy ? "by_energy" : "by_volume";
    request.pay = pay;
    request.card = serial(card);
    return request;
  }
  Result<Outcome> open(const std::string& pay, std::uint64_t meter_number, std::uint8_t card) {
    auto out = apply(open_account(books, opening(pay, meter_number, card), as("wang")));
    if (!out.ok()) return out;
    auto& meter = meters[MeterNumber::from(meter_number)];
    meter.number = MeterNumber::from(meter_number);
    meter.unit = unit;
    return out;
  }
  Result<Outcome> sell_to(std::int64_t account, const std::string& pay, std::uint8_t card, OnPending on_pending = OnPending::refuse,
                          const std::string& who = "wang", const std::string& till = "T-01") {
    const auto quoted = quote(books, {account, pay, "", ""}, as(who, till));
    if (!quoted.ok()) return quoted.error();
    SellRequest request;
    request.claim = claim();
    request.quote = quoted->id;
    request.card = serial(card);
    request.on_pending = on_pending;
    request.confirmed = codes_of(quoted->confirm);
    return apply(sell(books, request, as(who, till)));
  }
  Carriage carriage(const CarryOrder& order, std::uint8_t card) const {
    return {"test", order.sale, serial(card), order.n, order.revision, "", true};
  }
  /// Writes the order on the card and tells the books so.
  CarriageState write(const CarryOrder& order, std::uint8_t card) {
    EXPECT_TRUE(apply(sealing(books, carriage(order, card), as("wang"))).ok());
    cards[serial(card)] = {order, std::nullopt};
    return apply(carried(books, carriage(order, card), as("wang"))).value();
  }
  FieldMeter& meter(std::uint64_t number) { return meters[MeterNumber::from(number)]; }
  /// The card goes to its meter and comes back; the counter takes in what it brought.
  StatementOutcome visit(std::uint64_t meter_number, std::uint8_t card) {
    auto& hand = cards[serial(card)];
    EXPECT_TRUE(meter(meter_number).insert(serial(card), hand));
    return bring_back(card).value();
  }
  Result<StatementOutcome> bring_back(std::uint8_t card) {
    auto statement = *cards[serial(card)].returned;
    statement.card = serial(card);
    const auto context = as("wang");
    statement.taken = context.now;
    return apply(take_statement(books, {statement}, context));
  }
  std::string state(const std::string& sale) const { return std::string(word_of(books.find<books::SaleState>(sale).value().state)); }
  Money balance(std::string_view account) const { return books.balance(account); }

  std::unique_ptr<tariff::PlanCache> plans = std::make_unique<tariff::PlanCache>();
  Unit unit;
  books::Memory books;
  ManualClock clock;
  std::map<MeterNumber, FieldMeter> meters;
  std::map<CardSerial, CardInHand> cards;
  int keys = 0;
};

}  // namespace kwota::counter
