#include "work/teller/device_words.h"


namespace kwota::teller {
namespace {

using user_card::MeterTime;

cards::Use use_of(counter::CardUse use) {
  switch (use) {
    case counter::CardUse::open_account: return cards::Use::open_account;
    case counter::CardUse::purchase: return cards::Use::purchase;
    case counter::CardUse::replacement: return cards::Use::replacement;
    case counter::CardUse::closing: break;
  }
  return cards::Use::closing;
}

books::Applied applied_of(user_card::Applied applied) {
  switch (applied) {
    case user_card::Applied::nothing: return books::Applied::nothing;
    case user_card::Applied::credit: return books::Applied::credit;
    case user_card::Applied::voided: return books::Applied::voided;
    case user_card::Applied::closing: return books::Applied::closing;
  }
  return books::Applied::nothing;
}

/// Nothing: none, or no time of any calendar.
std::optional<LocalTime> local_time(const MeterTime& time) {
  const LocalTime at{{2000 + time.year, time.month, time.day}, time.hour, time.minute, 0};
  return time.is_none() || !valid(at) ? std::nullopt : std::optional{at};
}

constexpr std::int64_t bit(books::MeterState state) { return WordSet<books::MeterState>{state}.bits(); }
static_assert(bit(books::MeterState::relay_open) == user_card::state::relay_open && bit(books::MeterState::overdraft) == user_card::state::overdraft &&
              bit(books::MeterState::test_key) == user_card::state::test_key && bit(books::MeterState::zero_resumed) == user_card::state::zero_resumed);

template <std::size_t count>
std::string listed(const std::array<std::uint8_t, count>& numbers) {
  std::string text;
  for (const auto number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

}  // namespace

devices::PriceSet price_set(const tariff::MeterTable& table) {
  devices::PriceSet set;
  set.rates = table.rate_prices;
  set.step_ends = table.step_ends;
  set.step_prices = table.step_prices;
  for (const auto& zone : table.schedule.zones)
    set.schedule.zones.push_back({static_cast<std::uint8_t>(zone.month), static_cast<std::uint8_t>(zone.day), zone.table});
  for (const auto& periods : table.schedule.tables) {
    devices::DayTable day;
    for (const auto& period : periods)
      day.push_back({static_cast<std::uint8_t>(period.hour), static_cast<std::uint8_t>(period.minute),
                     static_cast<std::uint8_t>(period.rate)});
    set.schedule.tables.push_back(std::move(day));
  }
  for (const auto& holiday : table.schedule.holidays) set.holidays.push_back({holiday.date, holiday.table});
  if (table.settlement_months != 0) set.settlement = {.day = table.settlement_day, .hour = table.settlement_hour,
                      .months = static_cast<unsigned>(table.settlement_months), .month = table.settlement_month};
  return set;
}

cards::Parameters parameters_of(const counter::MeterParameters& parameters) {
  cards::Parameters out;
  out.ct = parameters.ct;
  out.pt = parameters.pt;
  out.alarm1 = parameters.alarm1;
  out.alarm2 = parameters.alarm2;
  out.prices = price_set(parameters.prices);
  out.brings_prices = parameters.prices_on_card;
  if (parameters.next_prices) out.next_prices = price_set(*parameters.next_prices);
  out.next_from = parameters.next_from;
  return out;
}

cards::Delivery delivery_of(const counter::CarryOrder& order) {
  cards::Delivery delivery;
  delivery.sale = order.sale;
  delivery.use = use_of(order.use);
  delivery.meter = order.meter;
  delivery.customer = order.customer;
  delivery.amount = order.amount.for_device();
  delivery.n = order.n;
  delivery.parameters = parameters_of(order);
  return delivery;
}

cards::Holder holder_of(const counter::CarryOrder& order, std::uint32_t county, const LocalDate& today) {
  cards::Holder holder;
  holder.county = county;
  holder.issued = today;
  if (const auto until = parse_date(order.valid_to); until.ok()) holder.valid_to = *until;
  holder.issue_number = static_cast<std::uint8_t>(order.issue_number);
  return holder;
}

books::Statement statement_row(const dialogue::MeterReport& report) {
  const auto& [returned, registers, returned_image, register_image] = report;
  books::Statement row;
  row.meter = returned.meter;
  row.meter_time = local_time(returned.time);
  row.remaining = returned.remaining;
  row.overdraft = returned.overdraft;
  row.count = returned.count;
  row.last_amount = registers.last_amount;
  row.last_applied = applied_of(registers.last_applied);
  row.credited = registers.credited;
  row.surrendered = registers.surrendered;
  row.used_e5 = registers.used_e5;
  row.balance_e5 = registers.balance_e5;
  row.overdraft_cleared_e5 = registers.cleared_e5;
  row.energy = registers.energy;
  row.period_energy = registers.period_energy;
  row.month_start_energy = registers.month_start_energy;
  row.states = WordSet<books::MeterState>::of_bits(registers.states);
  row.key_info = returned.key_info;
  row.illegal_inserts = returned.illegal_inserts;
  row.illegal = listed(registers.illegal);
  row.raw = to_hex(returned_image) + to_hex(register_image);
  return row;
}

books::Statement counted_in(books::Statement row, Unit unit) {
  const auto in_unit = [&](Credit& credit) { credit = Credit::from_device(unit, Money::minor(credit.amount())); };
  for (auto* credit : {&row.remaining, &row.overdraft, &row.last_amount, &row.credited, &row.surrendered}) in_unit(*credit);
  for (auto* exact : {&row.used_e5, &row.balance_e5, &row.overdraft_cleared_e5}) *exact *= counted_as_one(unit);
  row.unit = unit;
  return row;
}

books::Statement counted(const books::Reader& books, books::Statement row) {
  const auto meter = books.find<books::Meter>(row.meter);
  return meter ? counted_in(std::move(row), meter->unit) : row;
}

std::optional<books::Statement> statement_of(const cards::Contents& card, Instant taken, const std::string& operator_name) {
  if (!card.report) return std::nullopt;
  auto row = statement_row(*card.report);
  row.taken = taken;
  row.carrier = books::Carrier::card;
  row.operator_name = operator_name;
  row.card = card.serial;
  return row;
}

}  // namespace kwota::teller
