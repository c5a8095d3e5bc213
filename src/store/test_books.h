// For tests of the store: a small utility and a sale as a decision, with all kinds of rows that a real one has.
#pragma once
#include <fmt/format.h>
#include <stdlib.h>

#include "sell/settings/in_force.h"
#include "store/books.h"

namespace kwota::store::test {

inline constexpr Instant noon = Instant::from_ms(1'795'176'000'000);  // 2026-11-20
inline const auto meter_number = MeterNumber::from(123456);
inline const auto customer_number = CustomerNumber::from(4711);
inline const books::Actor cashier{"li", "sell", "3"};

/// One station, till, customer, meter and account.
inline Result<Done> set_up(Books& books) {
  return books.run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai"});
    put.emplace_back(books::Station{"3", "North", "R3"});
    put.emplace_back(books::Till{.station = "3", .code = "1", .name = "Left"});
    put.emplace_back(books::Customer{.number = customer_number, .name = "Li \"Wei\"", .created = noon});
    put.emplace_back(books::Meter{.number = meter_number, .model = "ddsy1352"});
    put.emplace_back(
        books::Account{.number = 100001, .station = "3", .customer = customer_number, .meter = meter_number, .state = books::AccountStatus::open});
    return decision;
  });
}

/// An operator, a card and a statement, so that every kind of row is there.
inline Result<Done> add_rows_of_all_kinds(Books& books) {
  return books.run({"admin", "import", ""}, [](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    decision.changes.put.emplace_back(
        books::Operator{.name = "li", .full_name = "Li", .roles = "cashier", .password = "$argon2id$secret"});
    decision.changes.put.emplace_back(
        books::Card{.serial = CardSerial{{1, 2, 3, 4, 5, 6, 7, 8}}, .product = "user", .account = 100001});
    decision.changes.append.emplace_back(books::Statement{
        .meter = meter_number, .chain = "meter/000000123456", .taken = noon, .carrier = books::Carrier::card, .energy = Energy::kwh(3)});
    return decision;
  });
}

/// A sale of `minor` minor units: till, meter and account move on, entry, instruction and journal are appended.
inline Result<books::Decision<std::string>> decide_sale(const books::Reader& reader, const std::string& number,
                                                        std::int64_t minor) {
  books::Decision<std::string> decision{{}, number};
  auto till = reader.find<books::Till>("3", "1");
  auto meter = reader.find<books::Meter>(meter_number);
  if (!till || !meter) return error(Fault::request, "no_such_till", "There is no such till.");
  if (reader.find<books::Sale>(number)) return error(Fault::refused, "sale_exists", "This sale exists.");
  ++till->next_receipt;
  meter->sold = meter->sold.next();
  const auto money = Money::minor(minor);
  const auto day = settings::business_day(reader, noon, Zone::find("Asia/Shanghai").value());
  auto& changes = decision.changes;
  changes.put.emplace_back(*till);
  changes.put.emplace_back(*meter);
  changes.put.emplace_back(books::SaleState{number, books::SaleStatus::booked, noon, 0});
  changes.append.emplace_back(books::Sale{.number = number,
                                          .chain = "till/3/1",
                                          .client_key = "key " + number,
                                          .kind = books::Operation::recharge,
                                          .station = "3",
                                          .till = "1",
                                          .shift = 1,
                                          .operator_name = "li",
                                          .time = noon,
                                          .business_day = day,
                                          .account = 100001,
                                          .customer = customer_number,
                                          .meter = meter_number,
                                          .tendered = money,
                                          .credit = money,
                                          .n = meter->sold,
                                          .names = "{\"utility\":\"County\"}",
                                          .document = "{\"lines\":[]}"});
  changes.append.emplace_back(
      books::Entry{number, "till/3/1", noon, day, books::Operation::recharge, 100001, {{"till/3/1/cash", money}, {"customer/100001/balance", -money}}});
  changes.append.emplace_back(books::Instruction{.meter = meter_number,
                                                 .n = meter->sold,
                                                 .chain = "meter/000000123456",
                                                 .kind = books::InstructionKind::credit,
                                                 .amount = money,
                                                 .sales = number,
                                                 .time = noon});
  changes.append.emplace_back(books::JournalEntry{
      .chain = "vault/main", .time = noon, .what = books::JournalEvent::sealing, .sale = number, .meter = meter_number, .n = meter->sold});
  return decision;
}

inline Result<std::string> sell(Books& books, const std::string& number, std::int64_t minor) {
  return books.run(cashier, [=](const books::Reader& reader) { return decide_sale(reader, number, minor); });
}

/// A folder that goes away with the test.
struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "kwota-store-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }
  std::filesystem::path path;
};

inline std::string receipt(int running) { return fmt::format("R3-{:06}", running); }

}  // namespace kwota::store::test
