#include "work/teller/card_files.h"

#include <fmt/format.h>

namespace kwota::teller {

user_card::MeterTime meter_time(const LocalTime& at) {
  return {static_cast<std::uint8_t>(at.date.year % 100), static_cast<std::uint8_t>(at.date.month), static_cast<std::uint8_t>(at.date.day),
          static_cast<std::uint8_t>(at.hour), static_cast<std::uint8_t>(at.minute)};
}

namespace {

using user_card::MeterTime;
using user_card::TariffFile;
namespace update = user_card::update;

/// What counter::fits() lets through has room on a card; anything else is a mistake of ours.
Error no_room(std::string what) {
  return error(Fault::ours, "card_content_refused", "These prices cannot be written as card files (" + what + "); nothing was written. Call support.",
               {{"what", what}});
}

/// A period of n months becomes one settlement row for each time it begins in a year; every month has a row of its own kind.
Result<void> put_settlement(TariffFile& file, const tariff::MeterTable& table) {
  if (table.settlement_months == 0) return {};
  const auto day = static_cast<std::uint8_t>(table.settlement_day);
  const auto hour = static_cast<std::uint8_t>(table.settlement_hour);
  if (table.settlement_months == 1) {
    file.settlement_days[0] = {0, day, hour};
    return {};
  }
  const auto begins = static_cast<std::size_t>(12 / table.settlement_months);
  if (begins > TariffFile::settlement_days_max || 12 % table.settlement_months != 0) return no_room("settlement days");
  for (std::size_t i = 0; i < begins; ++i) {
    const auto month = (table.settlement_month - 1 + i * static_cast<unsigned>(table.settlement_months)) % 12 + 1;
    file.settlement_days[i] = {static_cast<std::uint8_t>(month), day, hour};
  }
  return {};
}

/// Prices by rate, each under the number that the meter's periods of the day call it by.
Result<TariffFile> tariff_file(const tariff::MeterTable& table) {
  TariffFile file;
  if (table.step_ends.size() > TariffFile::steps_max) return no_room("steps");
  if (table.rate_prices.empty() || table.rate_prices.size() > TariffFile::rates_max) return no_room("rates");
  std::copy(table.rate_prices.begin(), table.rate_prices.end(), file.rate_prices.begin());
  std::copy(table.step_ends.begin(), table.step_ends.end(), file.step_ends.begin());
  std::copy(table.step_prices.begin(), table.step_prices.end(), file.step_prices.begin());
  MUST(put_settlement(file, table));
  return file;
}

/// What a card says of prices; nothing at all where the meter's line has to tell them.
struct Prices {
  std::optional<TariffFile> current, spare;
};

Result<Prices> prices_of(const counter::CarryOrder& order) {
  Prices prices;
  if (!order.prices_on_card) return prices;
  TRY(current, tariff_file(order.prices));
  prices.current = current;
  if (!order.next_prices || !order.next_from) return prices;
  TRY(coming, tariff_file(*order.next_prices));
  prices.spare = coming;
  prices.spare->switch_time = meter_time(*order.next_from);
  return prices;
}

/// Names the parameters that the card carries, so that the same ones are not written twice.
Result<std::uint32_t> version_of(const user_card::InstructionFile& instruction, const Prices& prices) {
  std::uint32_t version = 0;
  if (prices.current) {
    const auto first = user_card::encode(*prices.current, user_card::Command::tariff_current);
    if (!first) return no_room("a price, a step or a settlement day");
    version = crc32(*first, version);
  }
  if (prices.spare) {
    const auto second = user_card::encode(*prices.spare, user_card::Command::tariff_spare);
    if (!second) return no_room("a coming price, step or settlement day");
    version = crc32(*second, version);
  }
  std::array<std::uint8_t, 16> parameters{};
  put_be32(parameters.data(), static_cast<std::uint32_t>(instruction.alarm1.minor()));
  put_be32(parameters.data() + 4, static_cast<std::uint32_t>(instruction.alarm2.minor()));
  put_be32(parameters.data() + 8, instruction.ct);
  put_be32(parameters.data() + 12, instruction.pt);
  return crc32(parameters, version);
}

std::uint8_t flags_of(const Prices& prices) {
  std::uint8_t flags = update::parameters;
  if (prices.current) flags |= update::tariff_current | update::steps_current;
  if (prices.spare) flags |= update::tariff_spare | update::steps_spare;
  return flags;
}

user_card::UserType user_type(const tariff::MeterTable& prices) {
  using user_card::UserType;
  if (prices.schedule.empty()) return prices.step_ends.empty() ? UserType::single : UserType::step;
  return prices.step_ends.empty() ? UserType::time_of_use : UserType::time_of_use_and_step;
}

user_card::CardType card_type(counter::CardUse use) {
  switch (use) {
    case counter::CardUse::open_account: return user_card::CardType::open_account;
    case counter::CardUse::purchase: return user_card::CardType::purchase;
    case counter::CardUse::replacement: return user_card::CardType::replacement;
    case counter::CardUse::closing: return user_card::CardType::closing;
  }
  return user_card::CardType::purchase;
}

std::string applied_name(user_card::Applied applied) {
  switch (applied) {
    case user_card::Applied::nothing: return "nothing";
    case user_card::Applied::credit: return "credit";
    case user_card::Applied::voided: return "voided";
    case user_card::Applied::closing: return "closing";
  }
  return "nothing";
}

std::string in_words(const MeterTime& time) {
  if (time.is_none()) return {};
  return fmt::format("20{:02}-{:02}-{:02} {:02}:{:02}", time.year, time.month, time.day, time.hour, time.minute);
}

template <std::size_t count>
std::string listed(const std::array<std::uint8_t, count>& numbers) {
  std::string text;
  for (const auto number : numbers) text += (text.empty() ? "" : ",") + std::to_string(number);
  return text;
}

}  // namespace

Result<CreditFiles> credit_files(const counter::CarryOrder& order, const std::optional<cards::UserCard>& on_card) {
  CreditFiles files;
  auto& instruction = files.instruction;
  TRY(prices, prices_of(order));
  if (prices.spare) instruction.tariff_switch = prices.spare->switch_time;
  instruction.user_type = user_type(order.prices);
  if (prices.current) instruction.rates = static_cast<std::uint8_t>(order.prices.rate_prices.size());
  instruction.alarm1 = order.alarm1;
  instruction.alarm2 = order.alarm2;
  instruction.ct = order.ct;
  instruction.pt = order.pt;
  instruction.meter = order.meter;
  instruction.customer = order.customer;
  instruction.card_type = card_type(order.use);
  TRY(version, version_of(instruction, prices));
  instruction.version = version;
  files.purse = {order.amount, order.n};

  const bool same = on_card && on_card->instruction && on_card->instruction->version == version;
  if (same && on_card->returned) {
    instruction.update_flags = update::none;  // the meter has them
  } else if (same) {
    instruction.update_flags = on_card->instruction->update_flags;  // still on their way
  } else {
    instruction.update_flags = flags_of(prices);
    files.current = prices.current;
    files.spare = prices.spare;
  }
  return files;
}

user_card::HolderFile holder_file(const counter::CarryOrder& order, std::uint32_t county, const LocalDate& today) {
  user_card::HolderFile holder;
  holder.county = county;
  holder.issued = meter_time({today, 0, 0, 0});
  if (const auto until = parse_date(order.valid_to); until.ok()) holder.valid_to = meter_time({*until, 0, 0, 0});
  holder.issue_number = static_cast<std::uint8_t>(order.issue_number);
  holder.customer = order.customer;
  return holder;
}

books::Statement statement_row(const user_card::ReturnedFile& returned, const user_card::RegisterFile& registers, ByteView returned_image) {
  books::Statement row;
  row.meter = returned.meter;
  row.meter_time = in_words(returned.time);
  row.remaining = returned.remaining;
  row.overdraft = returned.overdraft;
  row.count = returned.count;
  row.last_amount = registers.last_amount;
  row.last_applied = applied_name(registers.last_applied);
  row.credited = registers.credited;
  row.given_up = registers.given_up;
  row.used_e5 = registers.used_e5;
  row.balance_e5 = registers.balance_e5;
  row.overdraft_cleared_e5 = registers.cleared_e5;
  row.energy = registers.energy;
  row.period_energy = registers.period_energy;
  row.month_start_energy = registers.month_start_energy;
  static_assert(books::Statement::relay_open == user_card::state::relay_open);
  row.states = registers.states;
  row.key_info = returned.key_info;
  row.illegal_inserts = returned.illegal_inserts;
  row.illegal = listed(registers.illegal);
  row.raw = to_hex(returned_image);
  if (const auto image = user_card::encode(registers)) row.raw += to_hex(*image);
  return row;
}

std::optional<books::Statement> statement_of(const cards::UserCard& card, Instant taken, const std::string& operator_name) {
  if (!card.returned || !card.registers) return std::nullopt;
  auto row = statement_row(*card.returned, *card.registers, card.returned_image);
  row.taken = taken;
  row.way = "card";
  row.operator_name = operator_name;
  row.card = card.serial;
  return row;
}

}  // namespace kwota::teller
