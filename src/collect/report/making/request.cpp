#include "collect/report/making/request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "books/rows/field/statement.h"
#include "books/rows/money/debt.h"
#include "books/rows/money/sheet.h"
#include "books/rows/office/utility.h"
#include "collect/report/labels.h"
#include "sell/ledger/chart.h"

namespace kwota::report {
namespace {

constexpr std::string_view between_words = "|";  ///< as details list words of the program: each is called by its name in the reader's language

Error not_offered(const char* code, const char* what, std::string_view name, const Report& report, std::string offered) {
  if (offered.empty()) offered = "—";
  return error(Fault::request, code, fmt::format("Report {} has no {} {}. It offers: {}.", report.number, what, name, offered), {{what, std::string(name)}, {"report", std::string(report.number)}, {"offered", offered}});
}

std::string offered_periods(const Report& report) {
  std::string offered(report.periods);
  std::ranges::replace(offered, ' ', between_words.front());
  return offered;
}

Error period_not_offered(std::string_view period, const Report& report) { return not_offered("period_not_offered", "period", period, report, offered_periods(report)); }

/// How whoever types it writes one of each kind.
std::string written(const Report& report) {
  constexpr std::array<std::string_view, words_of(PeriodKind{}).size()> examples{"2026-10-05 (a day)", "2026-10 (a month)", "2026 (a year)", "2026-10-05..2026-11-02 (days)"};
  std::vector<std::string_view> all;
  for (std::size_t kind = 0; kind < examples.size(); ++kind)
    if (among(report.periods, words_of(PeriodKind{})[kind])) all.push_back(examples[kind]);
  return fmt::format("{}", fmt::join(all, ", "));
}

Error period_wanted(const Report& report) {
  return error(Fault::request, "period_wanted", fmt::format("Report {} is made for a period, and none was named. Name it with --period: {}.", report.number, written(report)),
               {{"report", std::string(report.number)}, {"offered", offered_periods(report)}});
}

Error group_not_offered(std::string_view group, const Report& report) {
  auto out = not_offered("group_not_offered", "group", group, report, fmt::format("{}", fmt::join(report.groups, between_words)));
  out.details["most"] = std::to_string(std::min(report.groups_max, report.groups.size()));
  return out;
}

Error filter_not_offered(std::string_view filter, const Report& report) { return not_offered("filter_not_offered", "filter", filter, report, fmt::format("{}", fmt::join(report.filters, between_words))); }

/// No row has it: a report of zeros would look like an answer.
Error no_such_value(std::string_view filter, std::string_view value) {
  return error(Fault::request, "filter_value_unknown", fmt::format("Nothing is called {} here: choose a {} of the list.", value, filter), {{"filter", std::string(filter)}, {"value", std::string(value)}});
}

Error no_data_yet(std::string_view number) {
  return error(Fault::refused, "no_data_yet", fmt::format("What report {} tells of is not kept in these books yet.", number), {{"report", std::string(number)}});
}

/// Whoever types a name means what is called so.
std::string in_codes(const books::Reader& books, const std::string& dimension, std::string_view asked) {
  std::string out;
  for (const auto& name : values_in_filter(asked))
    for (const auto& value : name.empty() ? std::vector<std::string>{name} : values_called(books, dimension, name)) (out += out.empty() ? "" : ",") += as_filter(value);
  return out;
}

/// Tills and shifts are called by numbers within something: each stands behind what it belongs to, else two of one name would be one.
void put_what_it_is_of(Request& request, std::string_view inner, std::string_view outer) {
  const auto at = std::ranges::find(request.groups, inner);
  const bool one_alone = request.filters.contains(std::string(outer)) && values_in_filter(request.filters.at(std::string(outer))).size() == 1;
  if (at == request.groups.end() || std::ranges::find(request.groups, outer) != request.groups.end() || one_alone) return;
  if (dimension_named(*request.report->subject, outer) != nullptr) request.groups.insert(at, std::string(outer));
}

/// What no register holds a sheet may say all the same: a client of an outlet sells as an operator does, and its outlet stands where else a till stands.
bool any_sheet_says(const books::Reader& books, const std::string& dimension, const std::string& value) {
  constexpr std::array columns{std::pair{"operator", &books::DaySheet::operator_name}, std::pair{"till", &books::DaySheet::till}, std::pair{"usage_class", &books::DaySheet::usage_class}};
  const auto* column = std::ranges::find(columns, dimension, [](const auto& one) { return std::string_view(one.first); });
  if (column == columns.end()) return false;
  constexpr std::size_t of_all = 0;
  return books.among_newest(books::columns(column->second), of_all, [&](const std::string& said) { return said == value; });
}

/// Whether any row can say so: the words that we say, and what the utility's registers name for ever.
bool may_be_said(const books::Reader& books, const std::string& dimension, const std::string& value) {
  constexpr std::array kept{"plan", "station", "village", "area", "area_number", "debt_kind", "operator", "usage_class"};
  if (value.empty()) return true;
  if (dimension == "carrier") return parse_word<books::Carrier>(value).has_value();
  if (dimension == "debt_kind" && value == word_of(books::DebtOrigin::claim)) return true;  // no kind of the utility's: what a closed account still owes
  if (dimension == "kind") return parse_word<books::Operation>(value).has_value();
  if (dimension == "commodity") return value == ledger::purse || parse_word<Commodity>(value).has_value();
  if (dimension == "till") return std::ranges::any_of(books.all<books::Till>(), [&](const books::Till& till) { return till.code == value; }) || any_sheet_says(books, dimension, value);
  return std::ranges::find(kept, dimension) == kept.end() || labels_of(books, dimension, {value}).contains(value) || any_sheet_says(books, dimension, value);
}

}  // namespace

Result<Request> offered_request(const Report& report, const Asked& asked) {
  if (!report.has_data) return no_data_yet(report.number);
  if (asked.period.empty()) return period_wanted(report);
  TRY(period, parse_period(asked.period));
  if (!among(report.periods, word_of(period.kind))) return period_not_offered(asked.period, report);
  Request request{&report, std::move(period), asked.groups, asked.filters, asked.account_alone};
  const bool rows_asked = request.groups.size() == 1 && request.groups.front() == by_itself && report.lines.empty();
  const bool usual = request.groups.empty() || rows_asked;
  request.rows_alone = report.lines.empty() && (rows_asked || (usual && report.grouped.empty()));
  if (usual) {
    const auto names = request.rows_alone ? detail_of(report) : report.grouped;
    request.groups.assign(names.begin(), names.end());
  }
  if (!usual && request.groups.size() > report.groups_max && report.lines.empty()) return group_not_offered(request.groups.back(), report);
  for (const auto& name : request.groups)
    if (!usual && (!offered(report.groups, name) || std::ranges::count(request.groups, name) > 1)) return group_not_offered(name, report);
  std::erase_if(request.filters, [](const auto& one) { return one.second.empty(); });
  for (const auto& [name, values] : request.filters)
    if (!offered(report.filters, name) && !(request.rows_alone && offered(report.groups, name))) return filter_not_offered(name, report);
  return request;
}

Result<Request> request_of(const books::Reader& books, const Report& report, const Asked& asked) {
  TRY(request, offered_request(report, asked));
  for (auto& [name, values] : request.filters)
    if (is_named(name)) values = in_codes(books, name, values);
  if (!asked.station.empty()) request.filters["station"] = asked.station;
  for (const auto& [name, values] : request.filters)
    for (const auto& value : values_in_filter(values))
      if (!may_be_said(books, name, value)) return no_such_value(name, value);
  if (!request.rows_alone) {
    put_what_it_is_of(request, "shift", "till");
    put_what_it_is_of(request, "till", "station");
  }
  const bool sheet_tells = request.tells(*report.subject) && std::ranges::all_of(request.groups, [&](const auto& name) { return dimension_named(*report.subject, name) != nullptr; });
  request.subject = sheet_tells && !request.rows_alone ? report.subject : &rows_subject(report);
  for (const auto& name : request.groups) request.by.push_back(dimension_named(*request.subject, name));
  return request;
}

Made made_for(const Request& request) {
  Made made;
  made.report = request.report;
  made.period = request.period;
  made.subject = request.subject;
  made.by_itself = request.rows_alone;
  made.groups = request.groups;
  made.filters = request.filters;
  return made;
}

}  // namespace kwota::report
