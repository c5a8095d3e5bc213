#include "sell/counter/at_office.h"

#include <fmt/format.h>

#include "base/result.h"

namespace kwota::counter {
namespace {

bool at_office(const books::Reader& books, std::int64_t account) {
  const auto row = books.find<books::RemoteAccount>(account);
  return row && row->state == books::RemoteAccountStatus::active;
}

Details about(std::int64_t account) { return {{"account", fmt::format("{}", account)}}; }

}  // namespace

Result<void> balance_in_meter(const books::Reader& books, std::int64_t account) {
  if (!at_office(books, account)) return Done{};
  return error(Fault::refused, "balance_at_office",
               "The balance of this account is at the office: take a payment. Its meter gets no credit; nothing was booked.",
               about(account));
}

Result<void> balance_is_free(const books::Reader& books, std::int64_t account) {
  if (!at_office(books, account)) return Done{};
  return error(Fault::refused, "balance_in_use",
               "This money pays for the energy of the account; end its balance at the office first.", about(account));
}

}  // namespace kwota::counter
