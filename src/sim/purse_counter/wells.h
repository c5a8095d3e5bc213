// Two wells with real modules, a farmer's card and somebody who carries records from well to office. For the tests of what wells tell.
#pragma once
#include <algorithm>
#include <iterator>
#include <set>

#include "sim/purse_counter/purse_counter.h"

#include "seal/cipher/ecdsa.h"
#include "sell/customer/wells.h"
#include "sell/purse/spent.h"
#include "sim/pump/test_module.h"
#include "work/handheld_office/handheld_office.h"
#include "work/teller/purse_grey.h"

namespace kwota::sim {

using books::HandOverStatus;
using books::WateringPaid;
using books::WateringStatus;
using handheld_office::HandedIn;
using handheld_office::HandheldOffice;
using meter::PumpRefusal;

inline constexpr pump::TerminalNumber mill_terminal{0x01, 0x02, 0x20, 0x00, 0x00, 0x17}, road_terminal{0x01, 0x02, 0x20, 0x00, 0x00, 0x18};
inline constexpr RunningPump::Flow usual{Power::watts(7'200), {}};  // 2 Wh a second: a fen every ten seconds

struct Pump {
  test::Module module;
  PumpChip chip;
  RunningPump well{chip, [this](ByteView command) { return module.send(command); }};
  MeterNumber meter;
  /// It begins at that hour of its first day.
  explicit Pump(const pump::TerminalNumber& terminal, std::uint64_t number, std::uint8_t hour = 12) : module(terminal), meter(MeterNumber::from(number)) {
    EXPECT_TRUE(well.commission({.well = {0, 0, 0, terminal[5]}, .terminal = terminal, .county = 102, .area = 33'010'001, .pin = {0x32, 0x34, 0x36, 0x38, 0x31, 0x30}}));
    EXPECT_TRUE(well.power_on(meter::clock_of(meter::MeterTime{26, 11, 21, hour, 0})));
    meter::PriceTable table;
    table.set = 1;
    table.energy.fill(MeterPrice::e4(5'000));
    EXPECT_TRUE(well.pump().set_prices(table));
    EXPECT_TRUE(well.pump().module_ready());
  }
};

/// What somebody carries from well to well.
struct Reader {
  seal::SigningKey key = seal::SigningKey::generate();
  std::map<MeterNumber, std::vector<handheld::Entry>> entries{};
  Instant now = noon;

  void read(Pump& pump) {
    read_usage(pump);
    pump::Image<pump::HungRecord> hung[20]{};
    const auto count = pump.well.pump().hung_from(0, hung);
    for (std::size_t i = 0; i < count; ++i) add(pump.meter, handheld::Kind::hung, hung[i]);
  }
  /// That menu item alone.
  void read_usage(Pump& pump) {
    now = now + Duration::seconds(60);
    for (std::uint32_t back = pump.well.pump().store().usage().count(); back >= 1; --back)
      add(pump.meter, handheld::Kind::usage, *pump.well.pump().store().usage().at(back));
  }
  template <class Image>
  void add(MeterNumber meter, handheld::Kind kind, const Image& image) {
    entries[meter].push_back({kind, now, Bytes(image.begin(), image.end())});
  }
  HandedIn hand_over() {
    HandedIn out;
    handheld::Manifest manifest{.device = handheld::device_of(key.public_key()), .made_at = now, .files = {}};
    for (const auto& [meter, list] : entries) {
      Bytes file;
      for (const auto& entry : list) append(file, handheld::encode(entry));
      manifest.files.push_back(handheld::handed_file(meter, file, handheld::read_store(file).value()));
      out.files[handheld::store_name(meter)] = std::move(file);
    }
    out.manifest = handheld::encode(manifest);
    out.signature = handheld::signature_text(key.sign(handheld::digest_of(out.manifest)));
    return out;
  }
};

class Wells : public PurseCounter {
 protected:
  Pump mill{mill_terminal, 700000000017}, road{road_terminal, 700000000018};
  Reader reader;

  void SetUp() override {
    PurseCounter::SetUp();
    ASSERT_TRUE(office->run({"admin", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
      books::Decision<Done> decision;
      auto& put = decision.changes.put;
      for (const auto& [well, pump, terminal] : {std::tuple{"W-1", &mill, &mill_terminal}, std::tuple{"W-2", &road, &road_terminal}}) {
        put.emplace_back(books::Well{.number = well, .name = well, .village = "v1", .area_number = "33010001"});
        put.emplace_back(books::WellMeter{.well = well, .meter = pump->meter, .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = to_hex(*terminal)});
      }
      put.emplace_back(books::Handheld{.number = handheld::device_of(reader.key.public_key()), .name = "One", .station = "3", .public_key = books::Hex(to_hex(reader.key.public_key()))});
      return decision;
    }).ok());
    issue("200.00");
  }
  RunningPump::Device in_hand() {
    card->reset();
    return [this](ByteView command) {
      const auto answer = card->execute(command);
      if (!answer.ok()) return Bytes{};
      Bytes bytes = answer->data;
      bytes.push_back(static_cast<std::uint8_t>(answer->sw.value >> 8));
      bytes.push_back(static_cast<std::uint8_t>(answer->sw.value));
      return bytes;
    };
  }
  void water(Pump& pump, std::uint32_t seconds) {
    EXPECT_EQ(pump.well.swipe(in_hand()).refusal, PumpRefusal::none);
    pump.well.run(seconds, usual);
    EXPECT_EQ(pump.well.swipe(in_hand()).refusal, PumpRefusal::none);
    pump.well.run(20);
  }
  /// He starts the pump and goes home.
  void leave_running(Pump& pump) {
    EXPECT_EQ(pump.well.swipe(in_hand()).refusal, PumpRefusal::none);
    pump.well.run(1'000, usual);
    pump.well.run(400);
  }
  template <class Change>
  void decide(Change change) {
    ASSERT_TRUE(office->run({"admin", "customers_write", ""}, [&](const books::Reader& books) -> Result<books::Decision<Done>> { return change(books); }).ok());
  }
  /// The office gives a well another area number.
  void comes_to(const char* number, const char* area_number) {
    ASSERT_TRUE(office->run({"admin", "customers_write", ""}, [&](const books::Reader& books) {
      auto well = books.find<books::Well>(number).value();
      well.put_in = LocalDate{2026, 1, 1};
      well.area_number = area_number;
      return customer::put_well(books, well);
    }).ok());
  }
  HandheldOffice desk() { return {*office, vault}; }
  teller::PurseTeller desk_of_cards() { return PurseCounter::desk(); }
  books::HandOver bring_home() {
    const auto row = desk().import(reader.hand_over(), as("li"));
    EXPECT_TRUE(row.ok()) << (row.ok() ? "" : row.error().code);
    const auto cleaned = desk().clean(row->number, as("li"));
    EXPECT_TRUE(cleaned.ok()) << (cleaned.ok() ? "" : cleaned.error().code + ": " + cleaned.error().what);
    expect_added_up(*cleaned);
    return *cleaned;
  }
  /// Looked up record by record it comes to the same; of several series of a number those count that it told of, if it told of any.
  void expect_added_up(const books::HandOver& says) {
    const auto rows = office->read([&](const books::Reader& books) -> Result<std::vector<books::Watering>> {
      std::set<std::pair<MeterNumber, std::int64_t>> numbers;
      waterings::each_record_of(books, says.number, [&](MeterNumber meter, const books::PumpRecord& record) { numbers.emplace(meter, record.number); });
      std::vector<books::Watering> out;
      for (const auto& [meter, number] : numbers) {
        auto all = books.select<books::Watering>(meter);
        std::erase_if(all, [number = number](const books::Watering& row) { return row.number != number; });
        const bool some = std::ranges::any_of(all, [&](const books::Watering& row) { return row.hand_over == says.number; });
        std::ranges::copy_if(all, std::back_inserter(out), [&](const books::Watering& row) { return !some || row.hand_over == says.number; });
      }
      return out;
    }).value();
    const auto in_state = [&](WateringStatus state) { return std::ranges::count(rows, state, &books::Watering::state); };
    Money amount;
    for (const auto& row : rows)
      if (row.state == WateringStatus::proven) amount += row.posted;
    EXPECT_EQ(says.waterings, static_cast<std::int64_t>(rows.size()));
    EXPECT_EQ(says.proven, in_state(WateringStatus::proven));
    EXPECT_EQ(says.open, in_state(WateringStatus::hung));
    EXPECT_EQ(says.contradicting, in_state(WateringStatus::contradicting));
    EXPECT_EQ(says.late, in_state(WateringStatus::late));
    EXPECT_EQ(says.amount, amount);
  }
  books::Watering watering(const Pump& pump, std::int64_t number, std::int64_t series = 1) {
    return office->read([&](const books::Reader& books) -> Result<books::Watering> { return books.find<books::Watering>(pump.meter, series, number).value_or(books::Watering{}); }).value();
  }
  books::Watering newest_watering(const Pump& pump) {
    return office->read([&](const books::Reader& books) -> Result<books::Watering> { return books.last<books::Watering>(pump.meter).value_or(books::Watering{}); }).value();
  }
  /// What is held back when his card is lost, because the card may owe it still.
  Money held_back() {
    return office->read([&](const books::Reader& books) -> Result<Money> { return purse::hung_of(books, *books.last<books::Purse>(account)); }).value();
  }
  /// As the page does it: asked for, agreed to by another, booked, done by the card.
  void two_free_it(purse::ReleaseRequest request) {
    const auto needed = office->read([&, context = as("li")](const books::Reader& books) { return purse::release(books, request, context); }).error();
    const auto asked = run("release_lock", [&](const auto& books, const auto& context) { return people::ask_approval(books, {"release_lock", needed.details.at("content"), "pump burnt"}, context); });
    run("approvals", [&](const auto& books, const auto& context) { return people::decide_approval(books, {asked.number, true, ""}, context); }, "sun");
    request.approval = asked.number;
    const auto booked = run("release_lock", [&](const auto& books, const auto& context) { return purse::release(books, request, context); });
    EXPECT_EQ(booked.order->work, CardWork::release);
    EXPECT_EQ(carry(*booked.order).condition.state, SaleStatus::applied);
  }
  Money ledger_of(const std::string& account_name) {
    return office->read([&](const books::Reader& books) -> Result<Money> { return books.balance(account_name); }).value();
  }
};

}  // namespace kwota::sim
