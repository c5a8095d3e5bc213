// Gas and water beside electricity: families whose meters people read on the first of the month, water by the cubic metre on a card, and a market
// hall with one plate of twelve circuits, three of which are let.
#include <fmt/format.h>

#include "base/decimal.h"
#include "collect/review/decide.h"
#include "sell/customer/change.h"
#include "sell/remote_account/keep.h"
#include "sell/remote_account/payment.h"
#include "sell/stock/circuits.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int first_supply = 300, families = 3, by_card_at = 310, plate_at = 320, circuits_let = 3, first_line = 220;
constexpr auto quarter = "W01", route = "gas-water";

constexpr auto water_head = R"({"id":"tap-water","name":"居民用水","commodity":"water","unit":"m3","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto water_version =
    R"({"from":"2024-01-01","counter":{"months":12,"start":"01-01"},"energy":{"steps":[{"to":"180","price":"3.05"},{"to":"260","price":"4.60"},{"price":"6.10"}]},)"
    R"("charges":[{"id":"sewage","kind":"per_unit","price":"0.95"}],"limits":{"min_pay":"5.00","max_pay":"50000.00"}})";
constexpr auto gas_head = R"({"id":"natural-gas","name":"居民用气","commodity":"gas","unit":"m3","currency":"CNY","minor":2,"zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto gas_version = R"({"from":"2024-01-01","counter":{"months":1,"start":"01-01"},"energy":{"steps":[{"to":"40","price":"2.63"},{"price":"3.16"}]},"limits":{"min_pay":"5.00","max_pay":"50000.00"}})";

/// A supply that nobody hears.
struct ReadByHand {
  MeterNumber meter;
  std::int64_t account = 0;
  std::int64_t litres_a_day = 0, begun = 0;  ///< the register when it began
  int since = 0;
  /// As lines and displays show it: two decimals of a cubic metre.
  Energy shows(int day) const { return Energy::wh((begun + litres_a_day * (day - since)) / 10 * 10); }
};

struct Quarter {
  std::vector<ReadByHand> read;
  Household by_card;
};
using Shared = std::shared_ptr<Quarter>;

/// Plans and plates, before anybody has them.
Result<void> registers(History& now) {
  const auto done = now.books().run({"demo", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::Plan{"tap-water", "居民用水", "Made up after published water prices.", water_head});
    put.emplace_back(books::PlanVersion{"tap-water", "2024-01-01", water_version, books::PlanStatus::published, "demo", ""});
    put.emplace_back(books::Plan{"natural-gas", "居民用气", "Made up after published gas prices.", gas_head});
    put.emplace_back(books::PlanVersion{"natural-gas", "2024-01-01", gas_version, books::PlanStatus::published, "demo", ""});
    put.emplace_back(books::Code{books::CodeKind::model, "LXS-20", "旋翼式水表", "Water meter, read by hand", "Счётчик воды, показания снимают вручную", "1", true});
    put.emplace_back(books::Code{books::CodeKind::model, "G2.5", "膜式燃气表", "Gas meter, read by hand", "Счётчик газа, показания снимают вручную", "1", true});
    put.emplace_back(books::Code{books::CodeKind::model, "LXSK-20", "IC卡水表", "Water meter with a card", "Счётчик воды с картой", "1", true});
    return decision;
  });
  return done.ok() ? Result<void>{} : done.error();
}

Result<void> opens_the_quarter(History& now) {
  MUST(now.decide(at_desk("zhao"), "customers_write", [](const books::Reader& reader, const people::Context&) {
    return customer::put_place(reader, {.code = quarter, .kind = books::PlaceKind::village, .name = "水气抄表片", .station = "E01", .parent = {}});
  }));
  const books::ReadingRoute row{.code = route, .name = "水气抄表", .of_place = quarter, .day_of_month = 1, .since = now.today()};
  MUST(now.decide(at_desk("tech"), "collection_write", [&](const books::Reader& reader, const people::Context& context) { return review::put_route(reader, row, context); }));
  return {};
}

Result<void> pays(History& now, std::int64_t account, std::int64_t whole) {
  remote_account::PayRequest request{.claim = now.claim(), .account = account, .amount = fmt::format("{}.00", whole), .paying = {}, .confirmed = {"large_sale", "median", "second_sale"}};
  now.let(cashier("E01"), "sell", [request](const books::Reader& reader, const people::Context& context) { return remote_account::pay(reader, request, context); });
  return now.settle();
}

/// What a family that has electricity is supplied with beside it.
Result<void> begins_by_hand(History& now, const Shared& all, const NewSupply& supply, std::int64_t litres_a_day) {
  TRY(account, writes_down(now, supply));
  const ReadByHand one{.meter = supply.meter, .account = account, .litres_a_day = litres_a_day, .begun = 3'250, .since = now.day()};
  remote_account::BeginRequest request{.account = account, .terms = {}, .opening = {}, .scheme = "read_account"};
  request.terms.alarm = Money::minor(20'00);
  request.opening.total = format_kwh(one.shows(now.day()));
  MUST(now.decide(at_desk("zhao"), "balances_write", [&](const books::Reader& reader, const people::Context& context) { return remote_account::begin(reader, request, context); }));
  all->read.push_back(one);
  return pays(now, account, 100);
}

Result<void> supplies_family(History& now, Village& village, const Shared& all, int family) {
  const auto at = static_cast<std::size_t>(3 + 4 * family);
  if (at >= village.houses.size()) return {};
  const auto home = village.houses[at].account;
  TRY(known, now.ask([&](const books::Reader& reader) -> Result<books::Customer> {
    const auto account = reader.find<books::Account>(home);
    return reader.find<books::Customer>(account ? account->customer : CustomerNumber{}).value_or(books::Customer{});
  }));
  NewSupply supply{.name = known.name, .phone = known.phone, .address = known.address, .point = fmt::format("W{:04}", family + 1), .place = quarter, .area = {}, .meter = extra_meter(first_supply + 2 * family),
                   .model = "LXS-20", .plan = "tap-water"};
  supply.customer = known.number;
  supply.commodity = Commodity::water;
  MUST(begins_by_hand(now, all, supply, 380 + 90 * family));
  supply.point = fmt::format("G{:04}", family + 1);
  supply.meter = extra_meter(first_supply + 2 * family + 1);
  supply.model = "G2.5";
  supply.plan = "natural-gas";
  supply.commodity = Commodity::gas;
  return begins_by_hand(now, all, supply, 900 + 210 * family);
}

/// Read by the technician, released by the supervisor, and charged.
Result<void> reads_the_quarter(History& now, const Shared& all, int day) {
  const auto date = now.date(day);
  for (const auto& one : all->read) {
    if (one.since >= day) continue;
    MUST(now.decide(at_desk("tech"), "readings_write", [&](const books::Reader& reader, const people::Context& context) {
      return review::type_in(reader, {one.meter, date, format_kwh(one.shows(now.day())), now.today(), "抄表"}, context);
    }));
  }
  MUST(now.decide(at_desk("zhao"), "readings_review", [&](const books::Reader& reader, const people::Context& context) { return review::release_day(reader, route, date, {}, context); }));
  for (const auto& one : all->read)
    MUST(now.decide(at_desk("zhao"), "balances_write", [&](const books::Reader& reader, const people::Context& context) { return remote_account::charge(reader, one.account, context); }));
  return {};
}

Result<void> pay_today(History& now, const Shared& all) {
  for (const auto& one : all->read) {
    TRY(left, now.ask([&](const books::Reader& reader) -> Result<Money> { return remote_account::balance_of(reader, one.account); }));
    if (left < Money::minor(25'00)) MUST(pays(now, one.account, 100));
  }
  return {};
}

// ---- cubic metres by card

Result<void> opens_by_card(History& now, const Shared& all) {
  NewSupply supply{.name = "柳树庄茶馆", .phone = "13620480077", .address = "柳树庄商业街9号", .point = "W0009", .place = quarter, .area = {}, .meter = extra_meter(by_card_at), .model = "LXSK-20", .plan = "tap-water",
                   .usage_class = "trade"};
  supply.commodity = Commodity::water;
  supply.scheme = "volume_card";
  auto& house = all->by_card;
  TRY(account, writes_down(now, supply));
  house.account = account;
  house.station = "E01";
  house.card = card_serial(account);
  house.meter.number = supply.meter;
  house.meter.unit = Unit::volume;
  house.meter.price = 100'000;  // a litre for a litre
  house.meter.wh_a_day = 1'400;
  house.meter.habit = 77;
  house.habit_of_paying = 200;
  const auto post = cashier("E01");
  writes_card(now, post, house, opens(now, post, house, 200));
  return now.settle();
}

Result<void> buys_again(History& now, const Shared& all) {
  auto& house = all->by_card;
  if (house.account == 0) return {};
  wakes_up(house, now.at(now.day(), 7), now.zone());
  constexpr std::int64_t litres_left = 6'000, litre_e5 = 100'000;
  if (!house.meter.open || !was_at_home(house) || house.meter.balance_e5 > litres_left * litre_e5) return {};
  const auto post = cashier("E01");
  brings_card(now, post, house);
  writes_card(now, post, house, sells(now, post, house, house.habit_of_paying));
  return {};
}

// ---- one plate, twelve circuits

MeterNumber circuit_number(int circuit) { return MeterNumber::from(extra_meter(plate_at).value() + static_cast<std::uint64_t>(circuit)); }

Result<void> hangs_the_plate(History& now) {
  const auto model = model_where([](const models::Model& one) { return one.circuits > 0 && one.phases > 1; });
  MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context&) {
    return customer::put_meter(reader, {.number = extra_meter(plate_at), .model = model, .maker = "示例电表厂", .service_point = {}});
  }));
  MUST(now.decide(at_desk("zhao"), "customers_write", [&](const books::Reader& reader, const people::Context&) {
    return customer::put_service_point(reader, {.code = "M0001", .address = "柳树庄集贸市场", .place = "V02", .area = {}});
  }));
  MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context& context) {
    return stock::put_circuits(reader, {extra_meter(plate_at), circuit_number(1), "M0001"}, context);
  }));
  return {};
}

Result<void> lets_circuit(History& now, Village& village, int circuit) {
  constexpr const char* stalls[] = {"集市鲜肉摊", "集市冷饮摊", "集市粮油店"};
  const auto* name = stalls[circuit - 1];
  MUST(now.decide(at_desk("tech"), "meters_write", [&](const books::Reader& reader, const people::Context& context) { return stock::name_circuit(reader, circuit_number(circuit), name, context); }));
  const NewSupply supply{.name = name, .phone = fmt::format("138{:08}", 55'120'300 + circuit), .address = fmt::format("柳树庄集贸市场 / {:02}", circuit), .point = fmt::format("M0001/{:02}", circuit), .place = "V02", .area = {},
                         .meter = circuit_number(circuit), .model = {}, .plan = "cn-beijing", .usage_class = "trade"};
  return begins_at_server(now, village, supply, first_line + circuit, 5'000 + 1'500 * circuit);
}

}  // namespace

Result<void> supply_gas_and_water(History& history, Village& village) {
  MUST(registers(history));
  const auto all = std::make_shared<Quarter>();
  const int begin = std::max(1, history.last() - 122);
  history.on(begin, opens_the_quarter);
  for (int family = 0; family < families; ++family) history.on(begin + 1, [&village, all, family](History& now) { return supplies_family(now, village, all, family); });
  history.on(begin + 1, [all](History& now) { return opens_by_card(now, all); });
  history.on(begin, hangs_the_plate);
  for (int circuit = 1; circuit <= circuits_let; ++circuit) history.on(begin + 1, [&village, circuit](History& now) { return lets_circuit(now, village, circuit); });
  for (int day = begin + 2; day < history.last() - 2; ++day)
    if (history.date(day).day == 1) history.on(day, [all, day](History& now) { return reads_the_quarter(now, all, day); });
  history.daily([all](History& now) { return pay_today(now, all); });
  history.daily([all](History& now) { return buys_again(now, all); });
  return {};
}

}  // namespace kwota::demo
