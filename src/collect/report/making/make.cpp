#include "collect/report/making/make.h"

#include <algorithm>
#include <set>

#include "books/rows/money/sheet.h"
#include "books/rows/office/clock.h"
#include "collect/report/making/adding.h"
#include "collect/report/making/as_account.h"
#include "collect/report/making/by_groups.h"
#include "collect/report/making/page.h"

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

/// A day that was closed by a wrong clock went on when the clock was put right: what was booked then stands in a sheet beside the closed one.
template <class Sheet>
bool has_corrected(const books::Reader& books, const books::ClosedDay& day) {
  return std::ranges::any_of(books.select<Sheet>(day.business_day), [&](const Sheet& sheet) { return sheet.station == day.station && sheet.edition == books::corrected_sheet; });
}

std::vector<std::string> corrected_days(const books::Reader& books, const Made& made) {
  std::set<std::string> days;
  const auto corrections = books.all<books::ClockCorrection>();
  if (corrections.empty() || dimension_named(*made.subject, "edition") == nullptr) return {};
  const auto filter = made.filters.find("station");
  const auto stations = filter == made.filters.end() ? std::vector<std::string>{} : values_in_filter(filter->second);
  for (const auto& day : books.all<books::ClosedDay>()) {
    if (day.business_day < made.period.from || day.business_day > made.period.to) continue;
    if (filter != made.filters.end() && std::ranges::find(stations, day.station) == stations.end()) continue;
    if (std::ranges::none_of(corrections, [&](const books::ClockCorrection& one) { return one.covers(day.closed); })) continue;
    if (has_corrected<books::DaySheet>(books, day) || has_corrected<books::MoneySheet>(books, day)) days.insert(day.business_day);
  }
  return {days.begin(), days.end()};
}

/// What is said beside the figures.
void add_words(const books::Reader& books, Made& made) {
  add_labels(books, made);
  made.corrected = corrected_days(books, made);
}

}  // namespace

Result<void> may_be_asked(const Report& report, const Asked& asked) {
  MUST(offered_request(report, asked));
  return Done{};
}

namespace {

Result<Made> made_whole(const books::Reader& books, const Request& request) {
  Known known;
  if (!request.report->lines.empty()) {
    TRY(made, as_account(books, request, known));
    MUST(hold_checks(books, request, known, made));
    return made;
  }
  auto made = by_groups(books, request, known);
  MUST(hold_checks(books, request, known, made));
  return made;
}

}  // namespace

Result<Made> make(const books::Reader& books, const Report& report, const Asked& asked) {
  TRY(request, request_of(books, report, asked));
  TRY(made, made_whole(books, request));
  add_words(books, made);
  return made;
}

Result<MadePage> make_page(const books::Reader& books, const Report& report, const Asked& asked, const PageAsked& page) {
  TRY(request, request_of(books, report, asked));
  Known known;
  auto out = page_in_order(books, request, page, known);
  if (!out) {
    TRY(made, made_whole(books, request));
    add_words(books, made);  // whoever is called like another is so on every page
    return page_of(std::move(made), page);
  }
  MUST(hold_checks(books, request, known, out->made));
  add_words(books, out->made);
  return std::move(*out);
}

}  // namespace kwota::report
