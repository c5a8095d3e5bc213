// A shop sells for the utility: it pays into its float, its terminal takes money of customers whose balance lies at the server, and its commission goes
// into the float.
#include <fmt/format.h>

#include "sell/outlets/clients.h"
#include "sell/outlets/sell.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr auto shop = "O-01", reason = "代收点协议";
constexpr int first_day = 100, sells_every = 6, tops_up_every = 30;
constexpr std::int64_t per_mille = 12;

Result<void> by_two(History& now, const std::string& action, const auto& attempt) {
  MUST(now.decide_by_two(at_desk("miller"), action, reason, "zhao", attempt));
  return {};
}

Result<void> books_a_move(History& now, outlets::MoveRequest request) {
  return by_two(now, "outlets_write", [&](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    request.approval = approval;
    return outlets::move(reader, request, context);
  });
}

Result<void> tops_up(History& now) {
  return books_a_move(now, {.outlet = shop, .kind = "top_up", .money = "transfer", .amount = "1500.00", .reference = fmt::format("TR{:05}", 20'000 + now.day()), .remark = {}});
}

Result<void> begins_to_sell(History& now) {
  MUST(by_two(now, "outlets_write", [](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return outlets::open(reader, {.code = shop, .station = "E01", .name = "惠民超市代收点", .contact = "13920481632", .credit_limit = "200.00", .sale_limit = "500.00", .day_limit = "2000.00", .approval = approval}, context);
  }));
  MUST(by_two(now, "outlets_write", [](const books::Reader& reader, const people::Context& context, std::int64_t approval) {
    return outlets::agree(reader, {.outlet = shop, .per_mille = per_mille, .from = {}, .reason = reason, .approval = approval}, context);
  }));
  return tops_up(now);
}

/// Whose balance lies at the server, one after the other.
Result<std::optional<std::int64_t>> customer_of(History& now, const Village& village) {
  return now.ask([&](const books::Reader& reader) -> Result<std::optional<std::int64_t>> {
    std::vector<std::int64_t> there;
    for (const auto& house : village.on_lines) {
      const auto row = house.account == 0 ? std::nullopt : reader.find<books::RemoteAccount>(house.account);
      if (row && row->state == books::RemoteAccountStatus::active) there.push_back(house.account);
    }
    if (there.empty()) return std::optional<std::int64_t>{};
    return std::optional(there[static_cast<std::size_t>(now.day() / sells_every) % there.size()]);
  });
}

Result<void> takes_money(History& now, const Village& village) {
  MUST(now.settle());
  TRY(account, customer_of(now, village));
  if (!account) return {};
  const outlets::SellRequest request{.claim = now.claim(), .account = *account, .amount = fmt::format("{}.00", 30 + now.day() % 5 * 10), .quote = {}, .confirmed = {"large_sale", "median", "second_sale"}};
  MUST(now.decide(Post{"O-01.T1", "E01", shop}, "outlet_sell", [&](const books::Reader& reader, const people::Context& context) { return outlets::sell(reader, request, context); }));
  return {};
}

}  // namespace

Result<void> sell_at_an_outlet(History& history, Village& village) {
  const int first = history.last() - first_day;
  if (first < 0) return {};  // a short history has none
  history.on(first, begins_to_sell);
  history.daily([&village, first](History& now) -> Result<void> {
    const int since = now.day() - first;
    if (since <= 0) return {};
    if (since % tops_up_every == 0) MUST(tops_up(now));
    return since % sells_every == 3 ? takes_money(now, village) : Result<void>{};
  });
  history.on(history.last() - 20, [](History& now) { return books_a_move(now, {.outlet = shop, .kind = "netted", .money = {}, .amount = {}, .reference = {}, .remark = {}}); });
  return {};
}

}  // namespace kwota::demo
