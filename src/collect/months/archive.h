// Which year may go into an archive, and its order by two persons. What is moved then: store/archive.h.
// The rule: years go one after the other, the oldest first; all months of the year in which something was booked are closed; and the year is neither the
// current one nor the one before it, of which auditors, customers and tax offices still ask daily.
// Begin with order_archive().
#pragma once
#include <optional>
#include <string>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::months {

/// The oldest year with business that no archive was ordered of; nothing: none.
std::optional<std::int64_t> next_to_archive(const books::Reader& books);

/// Whether a year may be archived; the answer: when it ended. Errors: archive_exists {year}, archive_empty {year}, archive_order {year}: that one first,
/// archive_too_young {year, newest}, archive_month_open {month}.
Result<Instant> may_archive(const books::Reader& books, std::int64_t year, const people::Context& context);
/// When a year ended.
Instant end_of_year(std::int64_t year, const Zone& zone);

struct ArchiveRequest {
  std::int64_t year = 0;
  std::string reason;
  std::int64_t approval = 0;
};
/// Errors: permission_denied, reason_missing, those of may_archive() and of people::second_person().
Result<books::Decision<books::Archive>> order_archive(const books::Reader& books, const ArchiveRequest& request, const people::Context& context);

}  // namespace kwota::months
