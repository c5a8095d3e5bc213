// What somebody asks of a report, held against what it offers.   Begin with request_of().
#pragma once
#include <map>
#include <string>
#include <vector>

#include "collect/report/making/adding.h"
#include "collect/report/making/make.h"

namespace kwota::report {

struct Request {
  const Report* report = nullptr;
  Period period;
  std::vector<std::string> groups;
  std::map<std::string, std::string> filters;
  bool account_alone = false;
  bool rows_alone = false;           ///< each row by itself
  const Subject* subject = nullptr;  ///< what is added up: the report's own, or where that does not tell by what was asked, its rows
  std::vector<const Dimension*> by{};

  Adding adding(const Subject& subject, std::vector<const Dimension*> groups_of, std::vector<Wanted> wanted) const {
    Adding out(subject, std::move(groups_of), std::move(wanted));
    for (const auto& [name, values] : filters)
      if (const auto* dimension = dimension_named(subject, name)) out.keep(*dimension, values);
    return out;
  }
  /// A sheet that does not tell by what was asked says nothing: a till's money is of no operator.
  bool tells(const Subject& subject) const {
    return std::ranges::all_of(filters, [&](const auto& one) { return dimension_named(subject, one.first) != nullptr; });
  }
};

/// What was asked, said in the answer; without columns, rows and checks yet.
Made made_for(const Request& request);

/// As far as the report itself says what may be asked of it.
Result<Request> offered_request(const Report& report, const Asked& asked);
/// With what the books say of names. Errors as make().
Result<Request> request_of(const books::Reader& books, const Report& report, const Asked& asked);

}  // namespace kwota::report
