// What an entry of the audit trail says of a row, as one line for whoever reads a file: "State: open → closed; Sale limit: 500.00" – with the words of the
// page, money with its decimals, moments by the utility's clock.   Begin with changes_said().
#pragma once
#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/time.h"

namespace kwota::serve {

struct ReadBy {
  std::string_view language;
  Zone zone;
  int digits = 2;         ///< of the currency
  bool personal = false;  ///< he may take away what tells of persons
};
/// `details` and `object` as the entry has them; what is no document of values is said as it is.
std::string changes_said(std::string_view details, std::string_view object, const ReadBy& by);

/// "holder: sun": a part of what was proposed to a second person (people::Proposal::canonical()); a word of ours in the language.
std::string proposal_part_said(std::string_view language, const boost::json::object& part);

/// "Customer 000000004711" of "customer/000000004711": what an entry is about, as the page says it.
std::string object_said(std::string_view object, const ReadBy& by);

}  // namespace kwota::serve
