#include "kwota/new_utility.h"

namespace kwota::app {

std::vector<Option> options_of(NewUtility& utility) {
  return {{"--name", &utility.name, "First start: name of the utility"},
          {"--currency", &utility.currency, "First start: ISO 4217 code"},
          {"--minor-digits", &utility.minor_digits, "First start: decimals of the currency"},
          {"--zone", &utility.zone, "First start: IANA time zone"},
          {"--county", &utility.county, "First start: area code of the county, eight digits, the same at the server and at the key office; it decides the keys for ever", {.shows_default = true}}};
}

Result<books::Utility> row_of(const NewUtility& utility) {
  TRY(county, county_of(utility.county));
  books::Utility row;
  row.name = utility.name;
  row.currency = utility.currency;
  row.minor_digits = utility.minor_digits;
  row.zone = utility.zone;
  row.county = county;
  return row;
}

}  // namespace kwota::app
