#include "sim/season/farm.h"

#include <fmt/format.h>

#include "people/approval.h"
#include "schemes/all.h"
#include "seal/vault/test_keys.h"
#include "sell/purse/application.h"
#include "sell/settings/declared.h"
#include "sell/till/till.h"

namespace kwota::sim {
namespace {

constexpr auto station = "3", till = "1", village = "v1";
constexpr std::int64_t first_meter = 700'000'000'001, first_customer = 1'001;
constexpr std::int64_t first_morning = 1'777'590'000'000;  // 1 May 2026, 07:00 in Shanghai
constexpr std::uint32_t first_area = 33'010'001;

std::size_t areas_of(const SeasonSettings& settings) { return (settings.wells + Farm::wells_an_area - 1) / Farm::wells_an_area; }

MeterNumber meter_of(std::size_t well) { return MeterNumber::from(static_cast<std::uint64_t>(first_meter) + well); }

}  // namespace

void SeasonWell::advance_to(Instant now) {
  if (now <= here) return;
  pump.advance(now - here);
  here = now;
}

Farm::Farm(const SeasonSettings& wanted) : settings(wanted), dice(wanted.seed), clock(Instant::from_ms(first_morning)), random(wanted.seed) {
  report.seed = wanted.seed;
  report.farmers = wanted.farmers;
  report.wells = wanted.wells;
}

std::string Farm::area_number(std::size_t area) const { return std::to_string(first_area + area); }

CardOs Farm::blank() {
  CardSerial chip{{0x20, 0x26, 0x05, 0x01}};
  put_be32(&chip.bytes[4], ++chips_);
  return card_in_memory(blank_card(chip, seal::test_root(seal::Purpose::card_transport).view()), random);
}

people::Context Farm::as(const std::string& who) {
  clock.advance(Duration::seconds(1));
  people::Context context;
  context.who = books->read([&](const books::Reader& reader) -> Result<books::Operator> { return reader.find<books::Operator>(who).value_or(books::Operator{}); }).value();
  context.station = station;
  context.till = till;
  context.now = clock.now();
  context.zone = zone;
  context.schemes = &schemes::table();
  return context;
}

Result<std::int64_t> Farm::agreed(const Error& needed) {
  const auto request = people::request_of(needed.details, "the season");
  TRY(asked, decide(std::string(request.action.word()), [&](const auto& reader, const auto& context) { return people::ask_approval(reader, request, context); }));
  MUST(decide("approvals", [&](const auto& reader, const auto& context) { return people::decide_approval(reader, {asked.number, true, ""}, context); }, "sun"));
  return asked.number;
}

Result<void> Farm::fill_books() {
  const auto done = books->run({"season", "import", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(books::Utility{.name = "County", .currency = "CNY", .zone = "Asia/Shanghai", .county = season_county, .nature = books::Nature::sample});
    put.emplace_back(settings::always_counting(1, settings::SettingName::hoarding_limit, 1'000'000));
    put.emplace_back(books::Station{station, "North", "R3"});
    put.emplace_back(books::Till{.station = station, .code = till, .name = "Left"});
    put.emplace_back(books::Place{village, books::PlaceKind::village, "East village", station, ""});
    for (std::size_t area = 0; area < areas_of(this->settings); ++area) put.emplace_back(books::AreaNumber{area_number(area), "Fields", village, station, true});
    for (const auto* name : {"li", "sun"}) put.emplace_back(books::Operator{.name = name, .full_name = name, .roles = "supervisor", .password = "x"});
    const auto key = crew.public_key();
    put.emplace_back(books::Handheld{.number = seal::print_in_groups(key), .name = "One", .station = station, .public_key = books::Hex(to_hex(key))});
    for (std::size_t well = 0; well < this->settings.wells; ++well) {
      const auto number = fmt::format("W-{:03}", well + 1);
      const auto terminal = pump_terminal_number(season_county, static_cast<std::int64_t>(meter_of(well).value()));
      put.emplace_back(books::Well{.number = number, .name = number, .village = village, .area_number = area_number(area_of_well(well))});
      put.emplace_back(books::WellMeter{.well = number, .meter = meter_of(well), .from = {2026, 1, 1}, .to = {}, .multiplier = 1, .terminal = to_hex(terminal)});
    }
    for (std::size_t farmer = 0; farmer < this->settings.farmers; ++farmer)
      put.emplace_back(books::Customer{.number = CustomerNumber::from(static_cast<std::uint64_t>(first_customer) + farmer), .name = fmt::format("Farmer {}", farmer + 1), .created = clock.now()});
    return decision;
  });
  if (!done.ok()) return done.error();
  MUST(decide("shift_own", [&](const auto& reader, const auto& context) { return till::open_shift(reader, yuan_of(1'000), context); }));
  return Done{};
}

void Farm::put_up_wells() {
  for (std::size_t well = 0; well < settings.wells; ++well) {
    const PumpSite site{.number = meter_of(well), .county = season_county, .area = first_area + static_cast<std::uint32_t>(area_of_well(well))};
    CardSerial chip{{0x20, 0x26, 0x09}};
    put_be32(&chip.bytes[4], static_cast<std::uint32_t>(well + 1));
    auto module = card_in_memory(well_module(chip, terminal_of(site), seal::test_root, random), random);
    auto& up = wells.emplace_back(std::make_unique<SeasonWell>(site, fmt::format("W-{:03}", well + 1), std::move(module), local(), clock.now()));
    meter::PriceTable prices;
    prices.set = 1;
    prices.energy.fill(MeterPrice::e4(dice.between(4'000, 6'500)));
    up->pump.pump().set_prices(prices);
  }
}

void Farm::note_debits_seen(const CardSerial& card) {
  auto& usage = well_that_burns().pump.pump().store().usage();
  for (std::uint32_t back = 1; back <= usage.count(); ++back) {
    const auto record = pump::decode_usage(*usage.at(back));
    if (record && record->card == card && record->tac != pump::Proof{}) debits_seen.insert(record->number);
  }
}

/// He applies, the station grants it; his card is made with his first load.
Result<void> Farm::take_on(std::size_t number) {
  const auto areas = areas_of(settings);
  Farmer farmer;
  farmer.areas.push_back(number % areas);
  if (areas > 1 && dice.one_in(4)) farmer.areas.push_back((number + 1) % areas);
  books::PurseTerms terms{.village = village, .area = "", .area_1 = area_number(farmer.areas[0]), .area_2 = farmer.areas.size() > 1 ? area_number(farmer.areas[1]) : "", .area_3 = "", .area_4 = "", .price_class = 1};
  const auto customer = CustomerNumber::from(static_cast<std::uint64_t>(first_customer) + number);
  TRY(applied, decide("purse_apply", [&](const auto& reader, const auto& context) { return purse::apply(reader, {customer, station, terms, ""}, context); }));
  TRY(granted, decide("purse_grant", [&](const auto& reader, const auto& context) { return purse::grant(reader, applied.number, context); }, "sun"));
  farmer.account = granted.account;
  farmer.card = std::make_unique<CardOs>(blank());
  farmer.busy_until = clock.now();
  farmers.push_back(std::move(farmer));
  return Done{};
}

Result<std::unique_ptr<Farm>> Farm::found(const SeasonSettings& wanted) {
  std::unique_ptr<Farm> farm(new Farm(wanted));
  TRY(zone, Zone::find("Asia/Shanghai"));
  farm->zone = zone;
  store::BooksSettings how;
  how.folder = wanted.folder;
  how.signer = [vault = &farm->vault](const store::Digest& digest) { return vault->sign_root(digest); };
  TRY(books, store::Books::open(how, farm->clock));
  farm->books = std::move(books);
  farm->books->confirm_clock();
  TRY(office, farm->vault.root_public_key());
  MUST(farm->crew.trust_office(office));
  MUST(farm->fill_books());
  for (std::size_t number = 0; number < wanted.farmers; ++number) MUST(farm->take_on(number));
  farm->put_up_wells();
  return farm;
}

}  // namespace kwota::sim
