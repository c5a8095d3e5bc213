#include "sim/town/fill_rows.h"

#include <fmt/format.h>

#include <array>

#include "models/all.h"
#include "schemes/all.h"
#include "schemes/fee_control_card.h"
#include "sell/settings/declared.h"
#include "seal/vault/test_keys.h"
#include "sim/town/dice.h"

namespace kwota::sim {
namespace {

constexpr auto fill_plan_head = R"({"id":"steps","name":"Steps","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                           R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto fill_plan_version =
    R"({"from":"2000-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.50","steps":[{"to":"180","add":"0"},{"add":"0.05"}]},)"
    R"("limits":{"min_pay":"5","max_pay":"5000"}})";

constexpr std::array surnames{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗"};
constexpr std::array given{"伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "兰", "霞"};
constexpr std::array streets{"东村", "西村", "南街", "北街", "河沿路", "学校路", "新村", "果园", "桥头", "水塔路"};

template <std::size_t size>
const char* any(Dice& dice, const std::array<const char*, size>& of) {
  return of[static_cast<std::size_t>(dice.between(0, size - 1))];
}

/// The first of the list is every second meter.
std::string any_model(Dice& dice) {
  const auto at = dice.between(0, static_cast<std::int64_t>(models::all().size()));
  return std::string(models::all()[static_cast<std::size_t>(at < 2 ? 0 : at - 1)]->name);
}

std::string village(std::int64_t index) { return fmt::format("V{:02}", index % 40); }

}  // namespace

std::string fill_station(std::int64_t index) { return fmt::format("E{:02}", index + 1); }

books::Operator fill_cashier(std::int64_t station) {
  const auto name = fmt::format("cashier{:02}", station + 1);
  return {.name = name, .full_name = name, .roles = "cashier", .station = fill_station(station)};
}

CardSerial fill_card(std::int64_t account) {
  CardSerial serial;
  put_be64(serial.bytes.data(), static_cast<std::uint64_t>(account));
  return serial;
}

books::Changes first_rows_of(const FillSettings& settings) {
  books::Changes changes;
  const books::Utility utility{.name = fmt::format("Sample {} of {} customers, {} years, seed {}", settings.sales, settings.customers, settings.years, settings.seed),
                         .currency = "CNY", .zone = "Asia/Shanghai", .nature = books::Nature::sample};
  changes.put.emplace_back(utility);
  changes.put.emplace_back(settings::always_counting(1, settings::SettingName::hoarding_limit, 100'000'000));
  changes.put.emplace_back(settings::always_counting(2, settings::SettingName::large_sale, 100'000'000));
  for (std::int64_t i = 0; i < settings.stations; ++i) {
    changes.put.emplace_back(books::Station{fill_station(i), fmt::format("Station {}", i + 1), fmt::format("R{}", i + 1)});
    changes.put.emplace_back(books::Till{.station = fill_station(i), .code = fill_till, .name = "Window 1"});
    changes.put.emplace_back(fill_cashier(i));
  }
  for (std::int64_t i = 0; i < 40; ++i) changes.put.emplace_back(books::Place{village(i), books::PlaceKind::village, village(i), fill_station(i % settings.stations), ""});
  changes.put.emplace_back(books::Plan{"steps", "Steps", "", fill_plan_head});
  changes.put.emplace_back(books::PlanVersion{.plan = "steps", .from = "2000-01-01", .text = fill_plan_version});
  return changes;
}

void add_household(books::Changes& changes, const FillSettings& settings, std::int64_t index, Instant now) {
  Dice dice(settings.seed * 1'000'003 + static_cast<std::uint64_t>(index));
  const auto account = fill_first_account + index;
  const auto number = CustomerNumber::from(static_cast<std::uint64_t>(account));
  const auto meter_number = MeterNumber::from(static_cast<std::uint64_t>(account));
  const auto point = fmt::format("P{:07}", index + 1);
  const auto address = fmt::format("{}{}号", any(dice, streets), dice.between(1, 999));
  const auto phone = fmt::format("13{:09}", dice.between(0, 999'999'999));
  changes.put.emplace_back(books::Customer{.number = number, .name = std::string(any(dice, surnames)) + any(dice, given), .kind = dice.one_in(30) ? books::CustomerKind::company : books::CustomerKind::person, .phone = phone,
                                           .address = address, .place = village(index), .created = now});
  changes.put.emplace_back(books::ServicePoint{.code = point, .address = address, .place = village(index)});
  books::Meter meter{.number = meter_number, .model = any_model(dice), .service_point = point, .state = books::MeterStatus::installed};
  meter.key_version = seal::test_key_version;
  changes.put.emplace_back(meter);
  changes.put.emplace_back(books::Account{.number = account, .station = fill_station(index % settings.stations), .customer = number, .service_point = point, .meter = meter_number,
                                          .scheme = std::string(schemes::fee_control_card.name), .plan = "steps", .state = books::AccountStatus::open, .opened = now});
  changes.put.emplace_back(books::Card{.serial = fill_card(account), .product = std::string(schemes::fee_control_card.card_product), .account = account, .state = books::CardStatus::active, .issued = now});
}

}  // namespace kwota::sim
