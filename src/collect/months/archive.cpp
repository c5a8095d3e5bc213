#include "collect/months/archive.h"

#include <fmt/format.h>

#include <algorithm>

#include "collect/report/facts/months.h"
#include "people/approval.h"
#include "people/station.h"

namespace kwota::months {
namespace {

using books::Archive;

Error no(const char* code, std::string what, std::string_view name, std::string value) { return error(Fault::refused, code, std::move(what), {{std::string(name), std::move(value)}}); }

/// The first sheet from a day on.
std::optional<books::DaySheet> first_sheet(const books::Reader& books, const std::string& from, const std::string& to) {
  return books.first<books::DaySheet>({.table = &books::table_of<books::DaySheet>(), .index = nullptr, .equal = {}, .from = books::Value(from), .up_to = books::Value(to)});
}

std::string first_day(std::int64_t year) { return fmt::format("{:04}-01-01", year); }

/// A month of the year in which something was booked, and which is not closed; empty: none.
std::string open_month(const books::Reader& books, std::int64_t year) {
  const auto last_day = fmt::format("{:04}-12-31", year);
  for (auto from = first_day(year);;) {
    const auto sheet = first_sheet(books, from, last_day);
    if (!sheet) return {};
    auto month = sheet->business_day.substr(0, 7);
    if (books.select<books::MonthEnd>(month).empty()) return month;
    from = facts::last_day_of(month) + "~";
  }
}

people::Proposal content_of(std::int64_t year) { return people::Proposal(people::Proposed::archive).number(people::Part::year, year); }

}  // namespace

std::optional<std::int64_t> next_to_archive(const books::Reader& books) {
  std::int64_t last = 0;
  for (const auto& row : books.all<Archive>()) last = std::max(last, row.year);
  const auto sheet = first_sheet(books, last == 0 ? std::string("0") : first_day(last + 1), "9999-12-31");
  return sheet ? std::optional<std::int64_t>(std::strtoll(sheet->business_day.substr(0, 4).c_str(), nullptr, 10)) : std::nullopt;
}

Instant end_of_year(std::int64_t year, const Zone& zone) { return zone.instant(LocalTime{LocalDate{static_cast<int>(year + 1), 1, 1}, 0, 0, 0}); }

Result<Instant> may_archive(const books::Reader& books, std::int64_t year, const people::Context& context) {
  const auto text = std::to_string(year);
  if (books.find<Archive>(year)) return no("archive_exists", fmt::format("The archive of {} was ordered already.", year), "year", text);
  const auto newest = std::int64_t{context.zone.local(context.now).date.year} - 2;
  if (year > newest)
    return error(Fault::refused, "archive_too_young", fmt::format("Of {} too much is asked still: the newest year that may be archived is {}.", year, newest), {{"year", text}, {"newest", std::to_string(newest)}});
  const auto next = next_to_archive(books);
  if (!next || year < *next) return no("archive_empty", fmt::format("Nothing of {} is left in the books that an archive could take. Nothing was changed.", year), "year", text);
  if (year > *next) return no("archive_order", fmt::format("{} is archived first: years go one after the other.", *next), "year", std::to_string(*next));
  for (const auto& row : books.all<Archive>())
    if (row.state != books::ArchiveStatus::done) return no("archive_order", fmt::format("The archive of {} is not done yet. Have it go on first.", row.year), "year", std::to_string(row.year));
  if (const auto month = open_month(books, year); !month.empty()) return no("archive_month_open", fmt::format("{} is not closed yet. Only a year whose months are closed is archived.", month), "month", month);
  return end_of_year(year, context.zone);
}

Result<books::Decision<Archive>> order_archive(const books::Reader& books, const ArchiveRequest& request, const people::Context& context) {
  MUST(people::require_for_whole_utility(context.who, "archive"));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the second person has to judge it.", {{"action", "archive"}});
  MUST(may_archive(books, request.year, context));
  TRY(approval, people::second_person(books, {.action = "archive", .content = content_of(request.year), .amount = {}, .limit = {}, .approval = request.approval, .always = true}, context));
  Archive row;
  row.year = request.year;
  row.ordered = context.now;
  row.first = approval->requested_by;
  row.second = approval->decided_by;
  row.reason = request.reason;
  books::Decision<Archive> decision{{}, row};
  decision.changes.put.emplace_back(*approval);
  decision.changes.put.emplace_back(row);
  return decision;
}

}  // namespace kwota::months
