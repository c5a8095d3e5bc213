#include "carry/remote_vending/events.h"

#include <algorithm>
#include <array>

#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {
namespace {

constexpr std::uint32_t energy_item = 0x00010000, balance_item = 0x1D000400;
constexpr std::size_t moment_size = 6, subject_size = 8, operator_size = 4;
using Noted = std::map<std::string, std::string>;

/// Bytes of a record as they come, from its front.
class Cut {
 public:
  explicit Cut(ByteView record) : rest_(record) {}
  ByteView next(std::size_t size) {
    const auto part = rest_.first(std::min(size, rest_.size()));
    rest_ = rest_.subspan(part.size());
    return part;
  }

 private:
  ByteView rest_;
};

std::optional<LocalTime> moment_of(ByteView low_first) {
  const Bytes high_first(low_first.rbegin(), low_first.rend());
  return moment_in(to_hex(high_first));
}

/// In the form of an item; nothing when the bytes are no such value.
void note(Noted& noted, const char* name, std::uint32_t as, ByteView bytes) {
  const auto value = read_value(*find_item({Edition::y2007, as}), bytes);
  if (value.ok() && value->available()) noted[name] = value->text;
}

bool blank(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; }) ||
         std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0xFF; });
}
void note_bytes(Noted& noted, const char* name, ByteView bytes) {
  if (!blank(bytes)) noted[name] = to_hex(bytes);
}

/// Time, subject, detail, energy, balance.
void take_plain(Recorded& row, Cut cut) {
  row.began = moment_of(cut.next(moment_size));
  note_bytes(row.noted, "subject", cut.next(subject_size));
  const auto detail = cut.next(2);
  if (detail.size() == 2 && !blank(detail)) row.noted["detail"] = std::to_string(detail[1] << 8 | detail[0]);
  note(row.noted, "energy", energy_item, cut.next(4));
  note(row.noted, "balance", balance_item, cut.next(4));
}

/// Time, operator, energies before it.
void take_clearing(Recorded& row, Cut cut) {
  row.began = moment_of(cut.next(moment_size));
  note_bytes(row.noted, "operator", cut.next(operator_size));
  note(row.noted, "energy", energy_item, cut.next(4));
}

/// Time, card, error class, the command's header and answer, purchase count, balance, import.
void take_insertion(Recorded& row, Cut cut) {
  constexpr std::uint32_t count_item = 0x03330201;
  row.began = moment_of(cut.next(moment_size));
  note_bytes(row.noted, "card", cut.next(subject_size));
  note_bytes(row.noted, "error", cut.next(1));
  note_bytes(row.noted, "command", cut.next(7));
  note(row.noted, "count", count_item, cut.next(2));
  note(row.noted, "balance", balance_item, cut.next(4));
  note(row.noted, "energy", energy_item, cut.next(4));
}

/// Power came back so many minutes later; 65535: nobody knows.
void note_end_of_power_cut(Recorded& row) {
  constexpr std::int64_t unknown = 65535;
  const auto detail = row.noted.find("detail");
  if (row.kind != "power_off" || !row.began || detail == row.noted.end()) return;
  const auto minutes = std::stoll(detail->second);
  row.noted.erase(detail);
  if (minutes == unknown) return;
  // Wall time of the meter: a zone without changes does for the difference.
  row.ended = Zone::utc().local(Zone::utc().instant(*row.began) + Duration::minutes(minutes));
}

bool take(Recorded& row, RecordForm form, ByteView record, std::uint32_t identifier) {
  if (record.size() != find_item({Edition::y2007, identifier})->bytes) return false;  // the meter means something else by it
  switch (form) {
    case RecordForm::plain: take_plain(row, Cut{record}); break;
    case RecordForm::clearing: take_clearing(row, Cut{record}); break;
    case RecordForm::insertion: take_insertion(row, Cut{record}); break;
    case RecordForm::columns: return false;
  }
  note_end_of_power_cut(row);
  return true;
}

/// A trip or a closing stands in columns of its own, which are items each.
Dialogue<bool> read_columns(Address address, std::uint32_t first, std::uint32_t back, Recorded& row) {
  constexpr std::array names{"operator", "energy", "balance", "reason"};
  const auto time = co_await read_if_any(address, first + back);
  if (!time) co_return false;
  row.began = moment_of(*time);
  std::uint32_t column = first;
  for (const auto* name : names) {
    column += 0x100;
    const auto* item = find_item({Edition::y2007, column + back});
    if (item == nullptr) continue;
    const auto bytes = co_await read_if_any(address, column + back);
    if (bytes) note(row.noted, name, column + back, *bytes);
  }
  co_return true;
}

Dialogue<bool> read_one(Address address, EventRecords of, std::uint32_t back, Recorded& row) {
  if (of.form == RecordForm::columns) co_return co_await read_columns(address, of.records, back, row);
  const auto record = co_await read_if_any(address, of.records + back);
  if (!record) co_return false;
  co_return take(row, of.form, *record, of.records + back);
}

Dialogue<std::optional<std::int64_t>> count_now(Address address, std::uint32_t identifier) {
  const auto bytes = co_await read_if_any(address, identifier);
  co_return bytes ? number_in(*find_item({Edition::y2007, identifier}), *bytes) : std::nullopt;
}

}  // namespace

Dialogue<Done> read_records(Address address, std::vector<NewRecords> wanted, std::vector<Recorded>& heard) {
  for (const auto one : wanted) {
    std::vector<Recorded> rows;
    for (auto back = std::min(one.count - one.known, records_kept); back > 0; --back) {
      Recorded row;
      row.kind = kind_of(one.of);
      row.number = one.count - back + 1;
      const bool told = co_await read_one(address, one.of, static_cast<std::uint32_t>(back), row);
      if (told) rows.push_back(row);
    }
    if (rows.empty()) continue;
    const auto count = co_await count_now(address, one.of.count);
    if (count == one.count) std::ranges::move(rows, std::back_inserter(heard));  // else all have moved one place on
  }
  co_return Done{};
}

}  // namespace kwota::dlt645
