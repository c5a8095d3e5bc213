#include "kwota/new_utility.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"

namespace kwota::app {
namespace {

constexpr std::size_t currency_letters = 3;
constexpr int minor_digits_most = 4;  // as price plans have them

/// Every slip bears it; a service passes on whatever its file says, also nothing.
Result<void> check_name(const NewUtility& utility) {
  if (utility.name.find_first_not_of(' ') == std::string::npos)
    return error(Fault::request, "name_missing", "The utility has no name: say it with --name. Nothing was done.");
  return Done{};
}

/// Amounts, prices and slips bear them for ever, and no price plan of others is taken.
Result<void> check_money(const NewUtility& utility) {
  const auto& code = utility.currency;
  if (code.size() != currency_letters || !std::ranges::all_of(code, [](char c) { return c >= 'A' && c <= 'Z'; }))
    return error(Fault::request, "bad_currency", fmt::format("“{}” is no code of a currency: it has three capital letters, as CNY. Nothing was done.", code), {{"currency", code}});
  if (utility.minor_digits < 0 || utility.minor_digits > minor_digits_most)
    return error(Fault::request, "bad_minor_digits", fmt::format("A currency has 0 to {} decimals, not {}. Nothing was done.", minor_digits_most, utility.minor_digits),
                 {{"minor_digits", std::to_string(utility.minor_digits)}});
  return Done{};
}

/// As --county is written.
std::string written(std::uint32_t county) { return fmt::format("{:08X}", county); }

/// What was named for books that are there already; nobody names what he leaves as it comes.
struct Named {
  std::string_view option;
  std::string asked, comes_as, kept;
};

}  // namespace

std::vector<Option> options_of(NewUtility& utility) {
  return {{"--name", &utility.name, "First start: name of the utility"},
          {"--currency", &utility.currency, "First start: ISO 4217 code"},
          {"--minor-digits", &utility.minor_digits, "First start: decimals of the currency"},
          {"--zone", &utility.zone, "First start: IANA time zone"},
          {"--county", &utility.county, "First start: area code of the county, eight digits, the same at the server and at the key office; it decides the keys for ever", {.shows_default = true}}};
}

Result<books::Utility> row_of(const NewUtility& utility) {
  TRY(county, county_of(utility.county));
  MUST(check_name(utility));
  MUST(check_money(utility));
  TRY(zone, Zone::find(utility.zone));
  books::Utility row;
  row.name = utility.name;
  row.currency = utility.currency;
  row.minor_digits = utility.minor_digits;
  row.zone = zone.name();
  row.county = county;
  return row;
}

Result<void> check_same(const books::Utility& asked, const books::Utility& kept) {
  TRY(usual, row_of({}));
  const std::array<Named, 5> all{{{"--county", written(asked.county), written(usual.county), written(kept.county)},
                                  {"--currency", asked.currency, usual.currency, kept.currency},
                                  {"--minor-digits", std::to_string(asked.minor_digits), std::to_string(usual.minor_digits), std::to_string(kept.minor_digits)},
                                  {"--zone", asked.zone, usual.zone, kept.zone},
                                  {"--name", asked.name, usual.name, kept.name}}};
  for (const auto& [option, says, comes_as, keeps] : all)
    if (says != comes_as && says != keeps)
      return error(Fault::refused, "utility_differs",
                   fmt::format("These books were begun with {0} \"{1}\" and keep that for ever; {0} \"{2}\" cannot change it. Nothing was started. Leave {0} away, or name another folder with --data.", option, keeps, says),
                   {{"option", std::string(option)}, {"kept", keeps}, {"asked", says}});
  return Done{};
}

std::string begun_with(const books::Utility& utility) {
  return fmt::format("These books begin for “{}”, county {}, {} with {} decimals, zone {}, and keep that for ever. Is it wrong? End now, take the folder away, and say it with --name, --county, --currency, --minor-digits and --zone.\n",
                     utility.name, written(utility.county), utility.currency, utility.minor_digits, utility.zone);
}

}  // namespace kwota::app
