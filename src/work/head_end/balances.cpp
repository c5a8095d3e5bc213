#include "work/head_end/balances.h"

#include "books/lookup.h"
#include "sell/remote/queue.h"
#include "sell/remote_account/charge.h"

namespace kwota::head_end {

Result<bool> Balances::charge_account(const books::RemoteAccount& row) {
  const auto context_now = [&](const books::Reader& books) {
    auto context = remote::context_of(books, row.meter, clock_.now());
    if (context.ok()) context->plans = &plans_;
    return context;
  };
  TRY(due, books_.read([&](const books::Reader& books) -> Result<bool> {
    TRY(context, context_now(books));
    return remote_account::has_work(books, row, context);
  }));
  if (!due) return false;
  TRY(charged, books_.run({std::string{remote::head_end}, "balances", ""},
                          [&](const books::Reader& books) -> remote_account::ChargeAnswer {
                            TRY(context, context_now(books));
                            return remote_account::charge(books, row.account, context);
                          }));
  if (moved_)
    for (const auto& command : charged.commands) moved_(command);
  return true;
}

Result<void> Balances::charge(MeterNumber meter) {
  TRY(row, books_.read([&](const books::Reader& books) -> Result<std::optional<books::RemoteAccount>> {
    const auto account = books::account_of_meter(books, meter);
    if (!account) return std::optional<books::RemoteAccount>{};
    return books.find<books::RemoteAccount>(account->number);
  }));
  if (!row) return {};
  MUST(charge_account(*row));
  return {};
}

Result<std::vector<books::RemoteAccount>> Balances::everybody() {
  return books_.read(
      [](const books::Reader& books) -> Result<std::vector<books::RemoteAccount>> { return books.all<books::RemoteAccount>(); });
}

Result<std::size_t> Balances::charge_all() {
  TRY(rows, everybody());
  std::size_t worked = 0;
  for (const auto& row : rows) {
    const auto charged = charge_account(row);
    if (charged.ok() && *charged) ++worked;  // one that fails waits for the next look, the others do not wait for it
  }
  return worked;
}

std::optional<books::RemoteAccount> Balances::next_pending() {
  const std::lock_guard lock(mutex_);
  if (pending_.empty()) return std::nullopt;
  auto row = std::move(pending_.back());
  pending_.pop_back();
  return row;
}

Result<std::size_t> Balances::charge_in_time(std::size_t decisions_most) {
  constexpr std::int64_t half_hour_ms = 1'800'000;  // zones begin their hours at :00 or :30
  const auto now = clock_.now().ms() / half_hour_ms;
  const auto is_new = [&] {
    const std::lock_guard lock(mutex_);
    return std::exchange(looked_at_, now) != now;
  };
  if (is_new()) {
    TRY(rows, everybody());
    const std::lock_guard lock(mutex_);
    pending_ = std::move(rows);
  }
  std::size_t worked = 0;
  while (worked < decisions_most) {
    const auto row = next_pending();
    if (!row) break;
    const auto charged = charge_account(*row);
    if (charged.ok() && *charged) ++worked;
  }
  return worked;
}

}  // namespace kwota::head_end
