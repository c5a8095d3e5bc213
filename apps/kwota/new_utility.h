// What a first start writes down of the utility: the server that sells and its key office have books each, and ask the same.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "books/rows.h"
#include "kwota/county.h"
#include "kwota/verb.h"

namespace kwota::app {

/// As it is named on the command line; the defaults are the sample utility's and what most have.
struct NewUtility {
  std::string name = "Kwota", currency = "CNY", zone = default_zone;
  int minor_digits = 2;
  std::string county = default_county;  ///< area code, decides keys
};

/// What the sample utility is called.
inline constexpr const char* sample_utility_name = "示范县供电公司";

std::vector<Option> options_of(NewUtility& utility);

/// Its row, of real books and more than one person. What stands in it stands there for ever. Errors `bad_county`, `bad_currency`, `bad_minor_digits`, `name_missing`, `unknown_zone`.
Result<books::Utility> row_of(const NewUtility& utility);

/// A later start that names another county, currency, zone or name than the books keep was meant for other books. Error `utility_differs` {option, kept, asked}.
Result<void> check_same(const books::Utility& asked, const books::Utility& kept);

/// What a first start tells of what cannot be changed any more, a line.
std::string begun_with(const books::Utility& utility);

}  // namespace kwota::app
