#include "sim/town/books.h"

#include <fmt/format.h>

#include "models/all.h"
#include "schemes/all.h"
#include "schemes/fee_control_line.h"
#include "sell/settings/declared.h"
#include "seal/vault/test_keys.h"
#include "sell/till/till.h"

namespace kwota::sim {
namespace {

constexpr auto plan_head = R"({"id":"flat","name":"Flat","commodity":"electricity","unit":"kWh","currency":"CNY","minor":2,)"
                           R"("zone":"Asia/Shanghai","quantum":"0.01"})";
constexpr auto plan_version = R"({"from":"2020-01-01","counter":{"months":1,"start":"01-01"},"energy":{"price":"0.52"},)"
                              R"("limits":{"min_pay":"5","max_pay":"5000"}})";

Result<void> put(store::Books& books, books::Changes changes) {
  const auto done =
      books.run({"town", "import", ""}, [changes = std::move(changes)](const books::Reader&) -> Result<books::Decision<Done>> {
        return books::Decision<Done>{changes, Done{}};
      });
  return done.ok() ? Result<void>{} : done.error();
}

books::Changes first_rows() {
  books::Changes changes;
  const books::Utility utility{.name = "Town", .currency = "CNY", .zone = "Asia/Shanghai", .nature = books::Nature::sample};
  changes.put.emplace_back(utility);
  changes.put.emplace_back(settings::always_counting(1, settings::SettingName::hoarding_limit, 1'000'000));
  changes.put.emplace_back(settings::always_counting(2, settings::SettingName::large_sale, 1'000'000));
  changes.put.emplace_back(books::Station{town_station, "East", "R3"});
  changes.put.emplace_back(books::Till{.station = town_station, .code = town_till, .name = "Window 1"});
  changes.put.emplace_back(books::Plan{"flat", "Flat", "", plan_head});
  changes.put.emplace_back(books::PlanVersion{.plan = "flat", .from = "2020-01-01", .text = plan_version});
  changes.put.emplace_back(town_cashier());
  changes.put.emplace_back(town_technician());
  return changes;
}

void add_account(books::Changes& changes, const Meters::One& one, std::int64_t account, Instant now) {
  const auto point = fmt::format("P{}", account);
  books::Meter meter{.number = one.number, .model = std::string(models::all().front()->name), .service_point = point, .state = books::MeterStatus::installed};
  meter.key_version = seal::test_key_version;
  CardSerial serial;
  put_be64(serial.bytes.data(), static_cast<std::uint64_t>(account));
  changes.put.emplace_back(books::Customer{.number = one.customer, .name = fmt::format("Customer {}", account), .created = now});
  changes.put.emplace_back(books::ServicePoint{.code = point, .address = "Town"});
  changes.put.emplace_back(meter);
  changes.put.emplace_back(books::MeterLink{.meter = one.number, .address = Meters::link(one.line), .changed = now});
  changes.put.emplace_back(books::Account{.number = account,
                                          .station = town_station,
                                          .customer = one.customer,
                                          .service_point = point,
                                          .meter = one.number,
                                          .scheme = std::string(schemes::fee_control_line.name),
                                          .plan = "flat",
                                          .state = books::AccountStatus::open,
                                          .opened = now});
  changes.put.emplace_back(
      books::Card{.serial = serial, .product = std::string(schemes::fee_control_line.card_product), .account = account, .state = books::CardStatus::active, .issued = now});
}

}  // namespace

books::Operator town_cashier() { return {.name = "wang", .full_name = "wang", .roles = "cashier"}; }
books::Operator town_technician() { return {.name = "qian", .full_name = "qian", .roles = "technician"}; }

Result<void> found_town(store::Books& books, Meters& meters, const people::Context& cashier) {
  MUST(put(books, first_rows()));
  constexpr std::size_t batch = 500;
  auto& all = meters.all();
  for (std::size_t from = 0; from < all.size(); from += batch) {
    books::Changes changes;
    for (auto i = from; i < std::min(all.size(), from + batch); ++i)
      add_account(changes, all[i], town_first_account + static_cast<std::int64_t>(i), cashier.now);
    MUST(put(books, std::move(changes)));
  }
  const auto opened = books.run({cashier.who.name, "shift.own", town_station}, [&](const books::Reader& reader) {
    return till::open_shift(reader, Money::minor(10'000), cashier);
  });
  return opened.ok() ? Result<void>{} : opened.error();
}

}  // namespace kwota::sim
