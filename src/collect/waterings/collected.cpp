#include "collect/waterings/collected.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"

namespace kwota::waterings {

using books::HandOver;
using books::HandOverStatus;

namespace {

std::string line_of(MeterNumber meter) { return fmt::format("line {}", to_text(meter)); }

/// Of one meter, which nobody has signed for.
Result<books::Decision<HandOver>> begin_unsigned(const books::Reader& books, std::string device, const books::Hex& hash, std::int64_t entries, const Context& context) {

  MUST(people::require(context.who, "handheld_import"));
  if (auto before = books.find(HandOver::of_manifest, hash)) return books::Decision<HandOver>{{}, std::move(*before)};
  HandOver row;
  row.number = books::next_number<HandOver>(books);
  row.device = std::move(device);
  row.station = context.station;
  row.manifest = hash;
  row.made = context.now;
  row.taken = context.now;
  row.taken_by = context.who.name;
  row.meters = 1;
  row.entries = entries;
  return books::Decision<HandOver>{{{row}, {}}, row};
}

}  // namespace

Result<books::Decision<HandOver>> begin_collected(const books::Reader& books, const Collected& collected, const Context& context) {
  return begin_unsigned(books, fmt::format("tool card {}", to_text(collected.card)), collected.hash, collected.entries, context);
}

Result<books::Decision<HandOver>> begin_from_line(const books::Reader& books, const ReadOnLine& read, const Context& context) {
  return begin_unsigned(books, line_of(read.meter), read.hash, read.entries, context);
}

std::optional<HandOver> unfinished_from_line(const books::Reader& books, MeterNumber meter) {
  auto last = books.last(HandOver::of_device, line_of(meter));
  const bool unfinished = last && (last->state == HandOverStatus::taking_in || last->state == HandOverStatus::stored);
  return unfinished ? std::move(last) : std::nullopt;
}

}  // namespace kwota::waterings
