#include "sim/season/import_rate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/ids_text.h"
#include "collect/report/making/make.h"
#include "schemes/all.h"
#include "seal/recipes/purse_sessions.h"
#include "seal/vault/test_keys.h"
#include "work/handheld_office/handheld_office.h"
#include "work/handheld_office/pump_evidence.h"

namespace kwota::sim {
namespace {

constexpr std::size_t cards = 300, records_a_pump = 1'000;
constexpr std::int64_t import_meter = 700'000'000'001, first_account = 200'001;
constexpr std::int64_t import_noon = 1'795'233'600'000;  // 21 November 2026
constexpr auto import_station = "3";

using Seconds = std::chrono::duration<double>;

CardSerial card_of(std::size_t number) {
  CardSerial card{{0x01, 0x02, 0x26}};
  for (int place = 7; place >= 4; --place, number /= 100) card.bytes[static_cast<std::size_t>(place)] = static_cast<std::uint8_t>(number / 10 % 10 << 4 | number % 10);
  return card;
}

pump::TerminalNumber terminal_of_pump(std::size_t number) {
  return {0x01, 0x02, 0x20, 0x00, static_cast<std::uint8_t>(number / 100 / 10 % 10 << 4 | number / 100 % 10), static_cast<std::uint8_t>(number / 10 % 10 << 4 | number % 10)};
}

MeterNumber import_meter_of(std::size_t pump) { return MeterNumber::from(static_cast<std::uint64_t>(import_meter) + pump); }

/// A watering of ten minutes; the moment of the debit is that of the card's code.
pump::UsageRecord record_of(std::size_t number) {
  pump::UsageRecord record;
  record.number = static_cast<std::uint32_t>(number % records_a_pump + 1);
  record.card = card_of(number % cards + 1);
  record.start = {26, 11, static_cast<std::uint8_t>(number % 20 + 1), static_cast<std::uint8_t>(number / 20 % 20), static_cast<std::uint8_t>(number % 50), 0};
  record.seconds = 600;
  record.total = Energy::wh(static_cast<std::int64_t>(record.number) * 1'000);
  record.energy = Energy::wh(1'000);
  record.amount = Money::minor(50);
  record.cause = pump::Cause::swipe;
  record.price_set = 1;
  return record;
}

seal::TransactionCode code_of(const pump::UsageRecord& record, std::size_t pump) {
  const auto at = handheld_office::later_by(*handheld_office::local_of(record.start), record.seconds);
  const auto two = [](unsigned value) { return static_cast<std::uint8_t>(value / 10 % 10 << 4 | value % 10); };
  const purse_card::Moment moment{0x20, two(static_cast<unsigned>(at.date.year % 100)), two(at.date.month), two(at.date.day), two(at.hour), two(at.minute), two(at.second)};
  const seal::purse::Trade trade{.terminal_sequence = record.number, .amount = record.amount, .type = purse_card::TransactionType::purse_grey_debit, .terminal = terminal_of_pump(pump), .moment = moment};
  return {.key = {seal::Purpose::tac, seal::test_key_version}, .factors = {record.card.bytes}, .message = seal::purse::debit(trade)};
}

books::Changes first_rows(const std::string& device, const books::Hex& key, std::size_t pumps) {
  books::Changes changes;
  auto& put = changes.put;
  put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai", .county = 0x33010200, .nature = books::Nature::sample});
  put.emplace_back(books::Station{import_station, "North", "R3"});
  put.emplace_back(books::Place{"v1", books::PlaceKind::village, "East village", import_station, ""});
  put.emplace_back(books::AreaNumber{"33010001", "East fields", "v1", import_station, true});
  put.emplace_back(books::Operator{.name = "li", .full_name = "li", .roles = "supervisor", .password = "x"});
  put.emplace_back(books::Handheld{.number = device, .name = "One", .station = import_station, .public_key = key});
  for (std::size_t pump = 0; pump < pumps; ++pump) {
    const auto well = fmt::format("W-{:03}", pump + 1);
    put.emplace_back(books::Well{.number = well, .name = well, .village = "v1", .area_number = "33010001"});
    put.emplace_back(books::WellMeter{.well = well, .meter = import_meter_of(pump), .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = to_hex(terminal_of_pump(pump))});
  }
  for (std::size_t card = 1; card <= cards; ++card) {
    const Money holds = Money::minor(10'000'000);
    put.emplace_back(books::Purse{.account = first_account + static_cast<std::int64_t>(card), .card = card_of(card), .village = "v1", .area_1 = "33010001", .state = books::PurseStatus::active, .balance = holds, .brought = holds});
  }
  return changes;
}

/// The folder of a handheld that was at all pumps, and how fast the vault has made its codes.
Result<handheld_office::HandedIn> folder_of(seal::Vault& vault, const seal::SigningKey& key, ImportRate& rate) {
  handheld_office::HandedIn out;
  handheld::Manifest manifest{.device = handheld::device_of(key.public_key()), .made_at = Instant::from_ms(import_noon), .files = {}};
  std::map<std::size_t, std::vector<pump::UsageRecord>> pumps;
  const auto begun = std::chrono::steady_clock::now();
  for (std::size_t number = 0; number < rate.records; ++number) {
    const auto pump = number / records_a_pump;
    auto record = record_of(number);
    TRY(code, vault.perform(code_of(record, pump)));
    std::copy_n(code.begin(), record.tac.size(), record.tac.begin());
    pumps[pump].push_back(record);
  }
  rate.bare = static_cast<double>(rate.records) / Seconds(std::chrono::steady_clock::now() - begun).count();
  for (const auto& [pump, records] : pumps) {
    Bytes file;
    for (const auto& record : records) {
      const auto image = pump::encode(record);
      if (image) append(file, handheld::encode(handheld::Entry{.kind = handheld::Kind::usage, .at = Instant::from_ms(import_noon), .bytes = Bytes(image->begin(), image->end())}));
    }
    TRY(store, handheld::read_store(file));
    manifest.files.push_back(handheld::handed_file(import_meter_of(pump), file, store));
    out.files[handheld::store_name(import_meter_of(pump))] = std::move(file);
  }
  out.manifest = handheld::encode(manifest);
  out.signature = handheld::signature_text(key.sign(handheld::digest_of(out.manifest)));
  return out;
}

}  // namespace

Result<ImportRate> measure_import(const std::filesystem::path& folder, seal::Vault& vault, std::size_t records, Beside* beside) {
  ImportRate rate;
  rate.records = records;
  const auto key = seal::SigningKey::generate();
  TRY(handed, folder_of(vault, key, rate));
  ManualClock clock(Instant::from_ms(import_noon));
  store::BooksSettings how;
  how.folder = folder;
  how.signer = [&vault](const store::Digest& digest) { return vault.sign_root(digest); };
  TRY(books, store::Books::open(how, clock));
  books->confirm_clock();
  const auto rows = first_rows(handheld::device_of(key.public_key()), books::Hex(to_hex(key.public_key())), handed.files.size());
  const auto filled = books->run({"bench", "import", ""}, [&rows](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{rows, Done{}}; });
  if (!filled.ok()) return filled.error();
  people::Context context;
  context.who = books::Operator{.name = "li", .full_name = "li", .roles = "supervisor"};
  context.station = import_station;
  context.now = clock.now();
  TRY(zone, Zone::find("Asia/Shanghai"));
  context.zone = zone;
  context.schemes = &schemes::table();
  handheld_office::HandheldOffice office(*books, vault);
  if (beside != nullptr) MUST(beside->begin(*books, clock.now()));
  const auto begun = std::chrono::steady_clock::now();
  TRY(row, office.import(handed, context));
  TRY(cleaned, office.clean(row.number, context));
  rate.imported = static_cast<double>(records) / Seconds(std::chrono::steady_clock::now() - begun).count();
  if (beside != nullptr) MUST(beside->end());
  rate.all_proven = cleaned.proven == static_cast<std::int64_t>(records);
  const auto asked = std::chrono::steady_clock::now();
  TRY(made, books->read([](const books::Reader& reader) { return report::make(reader, *report::report_numbered("R06"), {.period = "2026-11"}); }));
  rate.account_ms = Seconds(std::chrono::steady_clock::now() - asked).count() * 1'000;
  rate.all_proven = rate.all_proven && made.checks.size() > 1;
  return rate;
}

}  // namespace kwota::sim
