#include "carry/cards/common/parameter_files.h"

#include <algorithm>

#include "base/fingerprint.h"

namespace kwota::cards {

user_card::MeterTime meter_time(const LocalTime& at) {
  return {static_cast<std::uint8_t>(at.date.year % 100), static_cast<std::uint8_t>(at.date.month), static_cast<std::uint8_t>(at.date.day),
          static_cast<std::uint8_t>(at.hour), static_cast<std::uint8_t>(at.minute)};
}

namespace {

using user_card::TariffFile;
namespace update = user_card::update;

/// What the shop's rules let through has room on a card; anything else is a mistake of ours.
Error no_room(std::string what) {
  return error(Fault::ours, "card_content_refused", "These prices cannot be written as card files (" + what + "); nothing was written. Call support.",
               {{"what", what}});
}

/// A period of n months becomes one settlement row for each time it begins in a year; every month has a row of its own kind.
Result<void> put_settlement(TariffFile& file, const devices::PriceSet::Settlement& settlement) {
  const auto day = static_cast<std::uint8_t>(settlement.day);
  const auto hour = static_cast<std::uint8_t>(settlement.hour);
  if (settlement.every_month()) {
    file.settlement_days[0] = {0, day, hour};
    return {};
  }
  constexpr unsigned year = 12;
  const std::size_t begins = year / settlement.months;
  if (begins > TariffFile::settlement_days_max || year % settlement.months != 0) return no_room("settlement days");
  for (std::size_t i = 0; i < begins; ++i) {
    const auto month = (settlement.month - 1 + i * settlement.months) % year + 1;
    file.settlement_days[i] = {static_cast<std::uint8_t>(month), day, hour};
  }
  return {};
}

/// Prices by rate, each under the number that the meter's periods of the day call it by.
Result<TariffFile> tariff_file(const devices::PriceSet& set) {
  TariffFile file;
  if (set.step_ends.size() > TariffFile::steps_max) return no_room("steps");
  if (set.rates.empty() || set.rates.size() > TariffFile::rates_max) return no_room("rates");
  std::ranges::copy(set.rates, file.rate_prices.begin());
  std::ranges::copy(set.step_ends, file.step_ends.begin());
  std::ranges::copy(set.step_prices, file.step_prices.begin());
  if (set.settlement) MUST(put_settlement(file, *set.settlement));
  return file;
}

/// Names the parameters that the card carries, so that the same ones are not written twice.
Result<std::uint32_t> version_of(const ParameterFiles& files) {
  std::uint32_t version = 0;
  if (files.current) {
    const auto first = user_card::encode(*files.current, user_card::Command::tariff_current);
    if (!first) return no_room("a price, a step or a settlement day");
    version = crc32(*first, version);
  }
  if (files.spare) {
    const auto second = user_card::encode(*files.spare, user_card::Command::tariff_spare);
    if (!second) return no_room("a coming price, step or settlement day");
    version = crc32(*second, version);
  }
  std::array<std::uint8_t, 16> content{};
  put_be32(content.data(), static_cast<std::uint32_t>(files.preset.alarm1.minor()));
  put_be32(content.data() + 4, static_cast<std::uint32_t>(files.preset.alarm2.minor()));
  put_be32(content.data() + 8, files.preset.ct);
  put_be32(content.data() + 12, files.preset.pt);
  return crc32(content, version);
}

std::uint8_t flags_of(const ParameterFiles& files) {
  std::uint8_t flags = update::parameters;
  if (files.current) flags |= update::tariff_current | update::steps_current;
  if (files.spare) flags |= update::tariff_spare | update::steps_spare;
  return flags;
}

user_card::UserType user_type(const devices::PriceSet& prices) {
  using user_card::UserType;
  if (prices.schedule.zones.empty()) return prices.step_ends.empty() ? UserType::single : UserType::step;
  return prices.step_ends.empty() ? UserType::time_of_use : UserType::time_of_use_and_step;
}

}  // namespace

Result<ParameterFiles> parameter_files(const Parameters& parameters) {
  ParameterFiles files;
  auto& preset = files.preset;
  preset.user_type = user_type(parameters.prices);
  preset.alarm1 = parameters.alarm1;
  preset.alarm2 = parameters.alarm2;
  preset.ct = parameters.ct;
  preset.pt = parameters.pt;
  if (parameters.brings_prices) {
    TRY(current, tariff_file(parameters.prices));
    files.current = current;
    preset.rates = static_cast<std::uint8_t>(parameters.prices.rates.size());
    if (parameters.next_prices && parameters.next_from) {
      TRY(spare, tariff_file(*parameters.next_prices));
      files.spare = spare;
      files.spare->switch_time = preset.tariff_switch = meter_time(*parameters.next_from);
    }
  }
  preset.update_flags = flags_of(files);
  TRY(version, version_of(files));
  preset.version = version;
  return files;
}

}  // namespace kwota::cards
