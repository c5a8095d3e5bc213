#include "work/head_end/accounts.h"

#include <algorithm>

#include "sell/remote/change_account.h"
#include "sell/remote/queue.h"

namespace kwota::head_end {

Result<std::int64_t> look_at_accounts(store::Books& books, Instant now) {
  TRY(late, books.read([&](const books::Reader& reader) -> Result<std::vector<std::int64_t>> { return remote::changes_not_followed(reader, now); }));
  constexpr std::size_t at_once = 50;  // sales do not wait for the first of a year
  std::int64_t followed = 0;
  for (std::size_t begin = 0; begin < late.size(); begin += at_once) {
    const std::vector<std::int64_t> part(late.begin() + static_cast<std::ptrdiff_t>(begin),
                                         late.begin() + static_cast<std::ptrdiff_t>(std::min(late.size(), begin + at_once)));
    TRY(done, books.run({std::string{remote::head_end}, "change_account", ""},
                        [&](const books::Reader& reader) { return remote::follow_changes(reader, part, now); }));
    followed += done;
  }
  return followed;
}

}  // namespace kwota::head_end
