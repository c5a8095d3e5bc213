#include "store/draft/closing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "books/lookup.h"
#include "sell/settings/in_force.h"
#include "store/draft/canonical.h"
#include "store/draft/hash.h"

namespace kwota::store {
namespace {

using books::ClosedDay;
using DayOfStation = std::pair<std::string, std::string>;

/// Contents of sheets by day and station, without the corrected ones.
class Contents {
 public:
  template <class Sheet>
  void add(const Sheet& sheet) {
    if (sheet.edition.empty()) of_[{sheet.business_day, sheet.station}].push_back(content_hash(sheet));
  }
  const std::map<DayOfStation, std::vector<Digest>>& all() const { return of_; }
  std::vector<Digest> of(const DayOfStation& day) const {
    const auto found = of_.find(day);
    return found == of_.end() ? std::vector<Digest>{} : found->second;
  }

 private:
  std::map<DayOfStation, std::vector<Digest>> of_;
};

/// In whatever order they were read.
books::Hex hash_of(std::vector<Digest> contents) {
  std::ranges::sort(contents);
  return to_hex(merkle_root(contents));
}

template <class Sheet>
books::Query between(std::string from, std::string up_to) {
  return {.table = &books::table_of<Sheet>(), .index = nullptr, .equal = {}, .from = books::Value(std::move(from)), .up_to = books::Value(std::move(up_to))};
}

std::string moved(const std::string& day, std::int64_t days) {
  const auto date = parse_date(day);
  return date ? format_date(date_of_day(day_number(*date) + days)) : std::string{};
}

template <class Sheet>
bool any(const books::Reader& books, const std::string& from, const std::string& up_to) {
  return books.first<Sheet>(between<Sheet>(from, up_to)).has_value();
}

template <class Sheet>
void add_all(const books::Reader& books, const std::string& from, const std::string& up_to, Contents& to) {
  for (const auto& sheet : books.rows<Sheet>(between<Sheet>(from, up_to))) to.add(sheet);
}

}  // namespace

Result<std::string_view> edition_of(const books::Reader& books, std::string_view business_day) {
  const auto last = books.last<ClosedDay>();
  if (!last || business_day > last->business_day) return std::string_view{};
  if (business_day <= books::closed_to(books))
    return error(Fault::refused, "day_closed",
                 fmt::format("The business day {} was closed meanwhile. Nothing was booked. Repeat it: it then belongs to the day that goes on.", business_day),
                 {{"day", std::string(business_day)}});
  return books.select<ClosedDay>(business_day).empty() ? std::string_view{} : books::corrected_sheet;
}

std::vector<ClosedDay> days_to_close(const books::Reader& books, Instant now, std::int64_t next_row) {
  const auto utility = books.only<books::Utility>();
  const auto zone = books::utility_zone(books);
  if (!utility || !zone) return {};
  const auto closed = books::closed_to(books);
  const auto from = closed.empty() ? std::string{"0"} : moved(closed, 1);
  const auto over = moved(settings::day_by_the_clock(books, now, *zone), -1);
  if (over < from || (!any<books::DaySheet>(books, from, over) && !any<books::MoneySheet>(books, from, over))) return {};
  Contents contents;
  add_all<books::DaySheet>(books, from, over, contents);
  add_all<books::MoneySheet>(books, from, over, contents);
  add_all<books::TaxSheet>(books, from, over, contents);
  std::vector<ClosedDay> out;
  for (const auto& [day, hashes] : contents.all())
    if (!books.find<ClosedDay>(day.first, day.second))  // a wrong clock may have closed it before
      out.push_back({day.first, day.second, now, next_row, static_cast<std::int64_t>(hashes.size()), hash_of(hashes)});
  return out;
}

ClosedRows::ClosedRows(const books::Reader& books) : days_(books.all<ClosedDay>()), too_late_(days_.size(), never) {
  const auto corrections = books.all<books::ClockCorrection>();
  auto from = never;
  for (auto i = days_.size(); i-- > 0;) {
    if (std::ranges::none_of(corrections, [&](const books::ClockCorrection& one) { return one.covers(days_[i].closed); })) from = std::min(from, days_[i].rows_before);
    too_late_[i] = from;
  }
}

std::string_view ClosedRows::edition_of(std::string_view business_day, std::int64_t row) const {
  const auto same = std::ranges::lower_bound(days_, business_day, {}, [](const ClosedDay& day) { return std::string_view(day.business_day); });
  if (same == days_.end() || same->business_day != business_day || row < same->rows_before) return {};
  return books::corrected_sheet;
}

bool ClosedRows::came_too_late(std::string_view business_day, std::int64_t row) const {
  const auto from = std::ranges::lower_bound(days_, business_day, {}, [](const ClosedDay& day) { return std::string_view(day.business_day); });
  return from != days_.end() && row >= too_late_[static_cast<std::size_t>(from - days_.begin())];
}

std::optional<Finding> ClosedRows::hold(const report::DaySheets& counted) const {
  Contents contents;
  counted.each_kind([&](const auto& of_kind) {
    for (const auto& [key, sheet] : of_kind) contents.add(sheet);
  });
  for (const auto& day : days_)
    if (hash_of(contents.of({day.business_day, day.station})) != day.hash)
      return Finding{std::string(ClosedDay::table), day.business_day + "/" + day.station, Wrong::changed, "its sales and entries do not add up to the sheets that were closed"};
  return std::nullopt;
}

}  // namespace kwota::store
