#include "work/head_end/accounts.h"

#include "sell/remote/change_account.h"
#include "work/head_end/in_parts.h"

namespace kwota::head_end {

Result<std::int64_t> look_at_accounts(store::Books& books, Instant now) {
  TRY(late, books.read([&](const books::Reader& reader) -> Result<std::vector<std::int64_t>> { return remote::changes_not_followed(reader, now); }));
  std::int64_t followed = 0;
  const auto follow = [&](const books::Reader& reader, std::span<const std::int64_t> part) { return remote::follow_changes(reader, part, now); };
  MUST(decided_in_parts(books, "change_account", late, follow, [&](std::int64_t some) { followed += some; }));
  return followed;
}

}  // namespace kwota::head_end
