#include "sell/remote/void_list.h"

#include <algorithm>

#include "books/lookup.h"
#include "sell/counter/order/command_book.h"
#include "sell/remote/command_content.h"
#include "sell/remote/contact_kind.h"
#include "sell/remote/link.h"
#include "sell/remote/queue.h"

namespace kwota::remote {
namespace {

using books::MeterCommand;

constexpr auto list_kind = books::CommandKind::void_list;
/// How long the list waits for a meter that nobody reaches; then it is called anew. [K]
constexpr auto list_deadline = Duration::days(30);

/// One that waits brings whatever is the newest when its turn comes; one that nobody reached in time told nothing.
bool has_edition(const MeterCommand& newest, std::int64_t edition) {
  if (!newest.settled) return true;
  return newest.state != books::CommandStatus::expired && edition_of(newest) >= edition;
}

bool must_hear(const books::Reader& books, const books::MeterLink& link, std::int64_t edition) {
  if (link.state != books::LinkStatus::active || !link.trouble.empty() || !takes(contact_kind(books, link.meter), list_kind)) return false;
  const auto meter = books.find<books::Meter>(link.meter);
  if (!meter || meter->voids_known >= edition) return false;
  const auto newest = books.last(MeterCommand::of_kind, link.meter, list_kind);
  return !newest || !has_edition(*newest, edition);
}

}  // namespace

std::int64_t edition(const books::Reader& books, std::string_view today) {
  std::int64_t newest = 0;
  for (const auto& device : books::voided_tools(books))
    if (!books::is_long_over(device, today)) newest = std::max(newest, device.void_number);
  return newest;
}

std::vector<MeterNumber> meters_without(const books::Reader& books, std::int64_t edition) {
  std::vector<MeterNumber> out;
  if (edition == 0) return out;
  for (const auto& link : books.all<books::MeterLink>())
    if (must_hear(books, link, edition)) out.push_back(link.meter);
  return out;
}

Result<books::Decision<std::vector<MeterCommand>>> call(const books::Reader& books, std::span<const MeterNumber> meters, std::int64_t edition, Instant now) {
  books::Decision<std::vector<MeterCommand>> out;
  auto number = books::next_number<MeterCommand>(books);
  for (const auto meter : meters) {
    const auto link = books.find<books::MeterLink>(meter);
    if (!link || !must_hear(books, *link, edition)) continue;
    auto row = counter::new_command(number++, meter, list_kind, head_end, now, now + list_deadline);
    list_up_to(row, edition);
    out.answer.push_back(row);
    out.changes.put.emplace_back(std::move(row));
  }
  return out;
}

}  // namespace kwota::remote
