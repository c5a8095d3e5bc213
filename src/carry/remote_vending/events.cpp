#include "carry/remote_vending/events.h"

#include <algorithm>
#include <array>
#include <utility>

#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {

constexpr std::int64_t not_kept = 0xFFFF;

bool blank(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; }) ||
         std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}

/// Whether a part says nothing: bytes and binary numbers that a meter left as they were made.
bool says_nothing(const Value& value) {
  if (const auto* raw = value.if_a<Raw>()) return blank(raw->bytes);
  if (const auto* count = value.if_a<Count>()) return count->number == 0 || count->number == not_kept;
  return !value.available();
}

void note(Recorded& row, std::string_view name, const Value& value) {
  constexpr std::string_view began = "began";
  if (const auto* moment = value.if_a<Moment>(); moment != nullptr && name == began) row.began = moment->at;
  if (name != began && !says_nothing(value)) row.noted[std::string{name}] = value.text();
}

/// Power came back so many minutes later; 65535: nobody knows.
void note_end_of_power_cut(Recorded& row) {
  const auto detail = row.noted.find("detail");
  if (!row.began || detail == row.noted.end()) return;
  const auto minutes = std::stoll(detail->second);
  row.noted.erase(detail);
  // Wall time of the meter: a zone without changes does for the difference.
  row.ended = Zone::utc().local(Zone::utc().instant(*row.began) + Duration::minutes(minutes));
}

bool take(Recorded& row, ByteView record, RecordForm form, std::uint32_t identifier) {
  const auto parts = read_values({Edition::y2007, identifier}, record);
  if (!parts.ok()) return false;  // the meter means something else by it
  for (const auto& part : *parts) note(row, part.name, part.value);
  if (form == RecordForm::power_cut) note_end_of_power_cut(row);
  return true;
}

void note_column(Recorded& row, std::string_view name, const Item& item, ByteView bytes) {
  const auto value = read_value(item, bytes);
  if (value.ok()) note(row, name, *value);
}

/// A trip or a closing stands in columns of its own, which are items each.
Dialogue<bool> read_columns(Address address, std::uint32_t first, std::uint32_t back, Recorded& row) {
  constexpr std::array names{"began", "operator", "energy", "balance", "reason"};
  std::uint32_t column = first + back;
  for (const auto* name : names) {
    const auto at = std::exchange(column, column + 0x100);
    const auto* item = find_item({Edition::y2007, at});
    if (item == nullptr) continue;
    const auto bytes = co_await read_if_any(address, at);
    const bool is_time = at == first + back;
    if (is_time && !bytes) co_return false;
    if (bytes) note_column(row, name, *item, *bytes);
  }
  co_return true;
}

Dialogue<bool> read_one(Address address, EventRecords of, std::uint32_t back, Recorded& row) {
  if (of.form == RecordForm::columns) co_return co_await read_columns(address, of.records, back, row);
  const auto record = co_await read_if_any(address, of.records + back);
  if (!record) co_return false;
  co_return take(row, *record, of.form, of.records + back);
}

Dialogue<std::optional<std::int64_t>> count_now(Address address, std::uint32_t identifier) {
  const auto bytes = co_await read_if_any(address, identifier);
  co_return bytes ? number_in(*find_item({Edition::y2007, identifier}), *bytes) : std::nullopt;
}

}  // namespace

Dialogue<Done> read_records(Address address, std::vector<NewRecords> wanted, std::vector<Recorded>& received) {
  for (const auto one : wanted) {
    std::vector<Recorded> rows;
    for (auto back = std::min(one.count - one.known, records_kept); back > 0; --back) {
      Recorded row;
      row.kind = kind_of(one.of);
      row.number = one.count - back + 1;
      const bool found = co_await read_one(address, one.of, static_cast<std::uint32_t>(back), row);
      if (found) rows.push_back(row);
    }
    if (rows.empty()) continue;
    const auto count = co_await count_now(address, one.of.count);
    if (count == one.count) std::ranges::move(rows, std::back_inserter(received));  // else all have moved one place on
  }
  co_return Done{};
}

}  // namespace kwota::dlt645
