#include "collect/report/making/make.h"

#include "collect/report/making/as_account.h"
#include "collect/report/making/by_groups.h"

namespace kwota::report {
namespace {

/// What the values of groups and filters are called in these books.
void add_labels(const books::Reader& books, Made& made) {
  std::map<std::string, std::set<std::string>> values;
  for (std::size_t i = 0; i < made.groups.size() && made.report->lines.empty(); ++i)
    if (is_named(made.groups[i]))
      for (const auto& row : made.rows) values[made.groups[i]].insert(row.names[i]);
  for (const auto& [name, filter] : made.filters)
    if (is_named(name))
      for (auto& value : values_in_filter(filter)) values[name].insert(std::move(value));
  for (const auto& [name, of] : values) made.labels[name] = labels_of(books, name, of);
}

}  // namespace

Result<void> may_be_asked(const Report& report, const Asked& asked) {
  MUST(offered_request(report, asked));
  return Done{};
}

Result<Made> make(const books::Reader& books, const Report& report, const Asked& asked) {
  TRY(request, request_of(books, report, asked));
  Known known;
  if (!report.lines.empty()) {
    TRY(made, as_account(books, request, known));
    MUST(hold_checks(books, request, known, made));
    add_labels(books, made);
    return made;
  }
  auto made = by_groups(books, request, known);
  MUST(hold_checks(books, request, known, made));
  add_labels(books, made);
  return made;
}

}  // namespace kwota::report
