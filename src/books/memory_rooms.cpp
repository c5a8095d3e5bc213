// The rows of balances at the server and of rooms in memory, and what meters froze and recorded.
#include <algorithm>

#include "books/memory.h"
#include "books/memory_find.h"

namespace kwota::books {
namespace {

/// The rows of one meter, room or account, whose name is the first part of the key.
template <class Rows, class Name>
auto rows_of(const Rows& rows, const Name& name) {
  std::vector<typename Rows::mapped_type> out;
  for (const auto& [key, row] : rows)
    if (std::get<0>(key) == name) out.push_back(row);
  return out;
}

}  // namespace

std::optional<DayFreeze> Memory::day_freeze(MeterNumber meter, std::string_view day) const {
  return find(day_freezes_, std::pair{meter, std::string(day)});
}

std::vector<DayFreeze> Memory::day_freezes(MeterNumber meter, std::string_view from) const {
  auto out = rows_of(day_freezes_, meter);
  std::erase_if(out, [from](const DayFreeze& row) { return row.day < from; });
  return out;
}

std::optional<MeterEvent> Memory::newest_event(MeterNumber meter, std::string_view kind) const {
  std::optional<MeterEvent> newest;
  for (auto& row : rows_of(events_, meter))
    if (row.kind == kind && (!newest || newest->number < row.number)) newest = std::move(row);
  return newest;
}

std::vector<MeterEvent> Memory::events_of(MeterNumber meter, std::size_t newest) const {
  auto out = rows_of(events_, meter);
  std::sort(out.begin(), out.end(), [](const MeterEvent& a, const MeterEvent& b) {
    return std::tie(b.heard, a.kind, b.number) < std::tie(a.heard, b.kind, a.number);
  });
  if (out.size() > newest) out.resize(newest);
  return out;
}

std::optional<RemoteAccount> Memory::remote_account(std::int64_t account) const { return find(remote_accounts_, account); }

std::vector<RemoteAccount> Memory::remote_accounts() const {
  std::vector<RemoteAccount> out;
  for (const auto& [account, row] : remote_accounts_) out.push_back(row);
  return out;
}

std::vector<DayCharge> Memory::day_charges(std::int64_t account, std::size_t newest) const {
  auto out = rows_of(day_charges_, account);
  std::reverse(out.begin(), out.end());
  if (out.size() > newest) out.resize(newest);
  return out;
}

std::vector<Occupant> Memory::occupants(std::string_view service_point) const { return rows_of(occupants_, service_point); }

std::optional<MeterParameter> Memory::meter_parameter(MeterNumber meter, std::string_view item) const {
  return find(parameters_, std::pair{meter, std::string(item)});
}

std::vector<MeterParameter> Memory::meter_parameters(MeterNumber meter) const { return rows_of(parameters_, meter); }

}  // namespace kwota::books
