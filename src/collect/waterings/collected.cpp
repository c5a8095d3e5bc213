#include "collect/waterings/collected.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"

namespace kwota::waterings {

using books::HandOver;

Result<books::Decision<HandOver>> begin_collected(const books::Reader& books, const Collected& collected, const Context& context) {
  MUST(people::require(context.who, "handheld_import"));
  if (auto before = books.find(HandOver::of_manifest, collected.hash)) return books::Decision<HandOver>{{}, std::move(*before)};
  HandOver row;
  row.number = books::next_number<HandOver>(books);
  row.device = fmt::format("tool card {}", to_text(collected.card));
  row.station = context.station;
  row.manifest = collected.hash;
  row.made = context.now;
  row.taken = context.now;
  row.taken_by = context.who.name;
  row.meters = 1;
  row.entries = collected.entries;
  return books::Decision<HandOver>{{{row}, {}}, row};
}

}  // namespace kwota::waterings
