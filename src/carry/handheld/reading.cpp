#include "carry/handheld/reading.h"

#include <algorithm>

#include "carry/dlt645/pump_items.h"

namespace kwota::handheld {
namespace {

using dialogue::attempt;
using dialogue::ok;

constexpr auto directory_item = dlt645::pump_item("pump_directory"), usage_item = dlt645::pump_item("usage_records"), head_item = dlt645::pump_item("pump_head"),
               hung_item = dlt645::pump_item("hung_records"), month_item = dlt645::pump_item("settlement_months"), parameter_item = dlt645::pump_item("parameter_records"),
               fault_item = dlt645::pump_item("card_faults"), places_item = dlt645::pump_item("usage_places"), by_place_item = dlt645::pump_item("usage_records_by_place"),
               marks_item = dlt645::pump_item("list_marks");
constexpr std::uint32_t most_in_a_frame = 4, parameters_kept = 50, faults_kept = 20;
constexpr std::size_t record_bytes = pump::UsageRecord::size;

Error bad_answer(std::string_view item) {
  return error(Fault::meter, "bad_pump_answer", "The meter answered what no pump answers; nothing of it was kept. Read it again.",
               {{"item", std::string(item)}});
}

template <class Record, class Decode>
Result<Record> record_in(const Bytes& bytes, std::string_view item, Decode decode) {
  pump::Image<Record> image{};
  if (bytes.size() != image.size()) return bad_answer(item);
  std::ranges::copy(bytes, image.begin());
  const auto record = decode(image);
  return record ? Result<Record>{*record} : Result<Record>{bad_answer(item)};
}

Result<pump::Head> head_in(const Bytes& bytes) {
  return record_in<pump::Head>(bytes, "pump_head", [](const auto& image) { return pump::decode_head(image); });
}
Result<pump::Directory> directory_in(const Bytes& bytes) {
  return record_in<pump::Directory>(bytes, "pump_directory", [](const auto& image) { return pump::decode_directory(image); });
}

/// The records of a list: a count, and so many of that size.
Result<std::vector<Bytes>> list_in(const Bytes& bytes, std::size_t size, std::string_view item) {
  if (bytes.empty() || bytes.size() != 1 + bytes[0] * size) return bad_answer(item);
  std::vector<Bytes> records;
  for (std::size_t at = 1; at < bytes.size(); at += size) records.push_back(to_bytes(ByteView{bytes}.subspan(at, size)));
  return records;
}

/// The same of records with numbers, from one on. A late answer to an earlier question begins before it and is not believed.
template <class NumberOf>
Result<std::vector<Bytes>> numbered_in(const Bytes& bytes, std::uint32_t from, std::string_view item, NumberOf number_of) {
  TRY(records, list_in(bytes, record_bytes, item));
  for (const Bytes& record : records)
    if (const auto number = number_of(record); !number || (&record == &records.front() && *number < from))
      return bad_answer(item);
  return records;
}

std::optional<std::uint32_t> usage_number(const Bytes& bytes) {
  const auto record = usage_in(bytes);
  return record ? std::optional{record->number} : std::nullopt;
}
std::optional<std::uint32_t> hung_number(const Bytes& bytes) {
  const auto record = hung_in(bytes);
  return record ? std::optional{record->number} : std::nullopt;
}

Bytes from_number(std::uint32_t count, std::uint32_t number) {
  Bytes after{static_cast<std::uint8_t>(count)};
  append(after, low_first(number, 4));
  return after;
}

Dialogue<std::vector<Bytes>> usage_from(Session session, std::uint32_t count, std::uint32_t number) {
  // A frame that is doubled on its way may answer the question before: asked once more, it is the right one.
  Result<std::vector<Bytes>> records = bad_answer("usage_records");
  for (int tries = 0; tries < 2 && !records.ok(); ++tries) {
    const auto bytes = co_await read(session.address, usage_item | count, from_number(count, number));
    records = numbered_in(bytes, number, "usage_records", usage_number);
  }
  co_return co_await ok(records);
}

/// What is new of these, kept in one piece.
Dialogue<std::size_t> keep_new(Kind kind, Known known, std::vector<Bytes> records) {
  Bytes all;
  std::size_t kept = 0;
  for (const Bytes& record : records)
    if (!known.has(kind, record)) append(all, record), ++kept;
  if (kept > 0) co_await keep(kind, all);
  co_return kept;
}

struct Row {
  std::size_t kept = 0;
  std::uint32_t next = 0;  ///< number after the last that was read
};
/// From `next` on while numbers rise, to `newest` or to where the pump has no more.
Dialogue<Row> read_row(Session session, Known known, std::uint32_t next, std::uint32_t newest) {
  Row row{.next = next};
  while (row.next <= newest) {
    const std::uint32_t asked = row.next, count = std::min(most_in_a_frame, newest - asked + 1);
    const auto records = co_await usage_from(session, count, asked);
    if (records.empty()) break;
    row.kept += co_await keep_new(Kind::usage, known, records);
    row.next = *usage_number(records.back()) + 1;
    if (row.next <= asked) break;
  }
  co_return row;
}

// ---- by their places: where more than one module has numbered them

struct Places {
  std::uint32_t first = 0, last = 0;
};
Dialogue<Places> read_places(Session session) {
  const auto bytes = co_await read(session.address, places_item);
  const auto first = bytes.size() == 8 ? number_in(ByteView{bytes}.first(4)) : std::nullopt;
  const auto last = bytes.size() == 8 ? number_in(ByteView{bytes}.subspan(4)) : std::nullopt;
  if (!first || !last || *first > *last) co_return bad_answer("usage_places");
  co_return Places{*first, *last};
}

/// `before`: what the question before this one brought. An answer that is that again came late, and is not believed.
Dialogue<std::vector<Bytes>> usage_at(Session session, std::uint32_t count, std::uint32_t place, std::vector<Bytes> before) {
  Result<std::vector<Bytes>> records = bad_answer("usage_records_by_place");
  for (int tries = 0; tries < 2 && !records.ok(); ++tries) {
    const auto bytes = co_await read(session.address, by_place_item | count, from_number(count, place));
    records = numbered_in(bytes, 0, "usage_records_by_place", usage_number);
    if (records.ok() && (records->empty() || *records == before)) records = bad_answer("usage_records_by_place");
  }
  co_return co_await ok(records);
}

/// Behind the record that was read last, by halves: whoever came later stands behind. Where it is not found – it was overwritten, or a clock was set back – the first that is kept:
/// what comes twice the office knows.
Dialogue<std::uint32_t> place_behind(Session session, Places places, pump::UsageRecord last) {
  std::uint32_t low = places.first, high = places.last + 1;
  std::vector<Bytes> there;
  std::optional<pump::UsageRecord> found;
  while (low < high) {
    const std::uint32_t asked = low + (high - low) / 2;
    there = co_await usage_at(session, 1, asked, there);
    const auto record = *usage_in(there.front());
    const bool is_later = last.start < record.start;
    if (is_later) high = asked;
    else low = asked + 1, found = record;
  }
  co_return found && same_lock(*found, last) ? low : places.first;
}

LocalDate day_of(const Bytes& record) {
  constexpr int century = 2000;
  const auto start = usage_in(record)->start;
  return {century + start.year, start.month, start.day};
}

/// The first that began on that day or later, by halves: a clock that was set back hides at most what it told twice.
Dialogue<std::uint32_t> place_of_day(Session session, Places places, LocalDate day) {
  std::uint32_t low = places.first, high = places.last + 1;
  std::vector<Bytes> there;
  while (low < high) {
    const std::uint32_t asked = low + (high - low) / 2;
    there = co_await usage_at(session, 1, asked, there);
    const bool is_before = day_of(there.front()) < day;
    if (is_before) low = asked + 1;
    else high = asked;
  }
  co_return low;
}

/// All that is behind what was read last, of whichever module.
Dialogue<std::size_t> read_places_behind(Session session, Known known) {
  const auto places = co_await read_places(session);
  std::uint32_t next = places.first;
  if (const auto last = known.last()) next = co_await place_behind(session, places, *last);
  std::size_t kept = 0;
  std::vector<Bytes> records;
  for (; next != 0 && next <= places.last; next += static_cast<std::uint32_t>(records.size())) {
    records = co_await usage_at(session, std::min(most_in_a_frame, places.last - next + 1), next, records);
    kept += co_await keep_new(Kind::usage, known, records);
  }
  co_return kept;
}

/// Is what the pump has under the number that was read last still that record? Asked together with the next ones, so that it costs no question of its own.
/// `began_anew`: it is another one's, and nothing is kept yet.
struct Onward {
  bool began_anew = false;
  Row row{};
};
Dialogue<Onward> go_on_after(Session session, Known known, pump::UsageRecord last, std::uint32_t newest) {
  Onward out{.row = {.next = last.number + 1}};
  auto records = co_await usage_from(session, std::min(most_in_a_frame, newest - last.number + 1), last.number);
  if (records.empty()) co_return out;
  const auto first = *usage_in(records.front());
  out.began_anew = first.number == last.number && !same_lock(first, last);
  if (out.began_anew) co_return out;
  out.row.next = std::max(out.row.next, *usage_number(records.back()) + 1);
  if (first.number == last.number) records.erase(records.begin());  // whether it was settled since is asked with the others who hung
  out.row.kept = co_await keep_new(Kind::usage, known, records);
  co_return out;
}

Dialogue<std::size_t> read_settlements(Session session, Known known, std::uint32_t oldest) {
  std::size_t kept = 0;
  for (const std::uint32_t number : known.unsettled()) {
    if (number < oldest) continue;
    const auto records = co_await usage_from(session, 1, number);
    if (records.empty() || usage_number(records.front()) != number) continue;
    kept += co_await keep_new(Kind::usage, known, records);
  }
  co_return kept;
}

/// Lists that are told from the newest back, kept from the oldest on. `told`: all that was told of it, and outlives the dialogue.
Dialogue<Reading> read_newest_first(Session session, Known known, Kind kind, std::uint32_t item, std::size_t size,
                                    std::uint32_t most, std::vector<Bytes>& told) {
  Reading reading;
  std::vector<Bytes> news;
  if (most == 0) co_return reading;
  bool more = true;
  for (std::uint32_t first = 1; more && first <= most;) {
    const auto bytes = co_await read(session.address, item | first);
    const auto records = co_await ok(list_in(bytes, size, word_of(kind)));
    told.insert(told.end(), records.begin(), records.end());
    for (const Bytes& record : records) {
      more = more && !known.has(kind, record);
      more = more && news.size() < most;
      if (more && std::ranges::find(news, record) == news.end()) news.push_back(record);
    }
    constexpr std::size_t room = dlt645::read_data_max - 5;
    more = more && records.size() >= room / size;
    first += static_cast<std::uint32_t>(records.size());
  }
  std::ranges::reverse(news);
  reading.kept = co_await keep_new(kind, known, news);
  co_return reading;
}

}  // namespace

Dialogue<pump::Head> look(dlt645::Address address) {
  const auto bytes = co_await read(address, head_item);
  co_return co_await ok(head_in(bytes));
}

Dialogue<pump::Head> read_head(Session session, Known known) {
  const auto bytes = co_await read(session.address, head_item);
  const auto head = co_await ok(head_in(bytes));
  if (!known.has(Kind::head, bytes)) co_await keep(Kind::head, bytes);
  co_return head;
}

Dialogue<Reading> read_usage(Session session, Known known) {
  const auto bytes = co_await read(session.address, directory_item);
  const auto directory = co_await ok(directory_in(bytes));
  if (!known.has(Kind::directory, bytes)) co_await keep(Kind::directory, bytes);
  Reading reading;
  const auto before = known.last();
  const bool one_row = directory.oldest <= directory.newest;
  const bool is_numbered_so = before && before->number <= directory.newest;
  Onward onward{.began_anew = before && !is_numbered_so, .row = {.next = directory.oldest}};
  if (is_numbered_so && (before->number >= directory.oldest || !one_row)) onward = co_await go_on_after(session, known, *before, directory.newest);
  else if (is_numbered_so) reading.missed = directory.oldest - before->number - 1;
  reading.began_anew = onward.began_anew;
  const bool by_place = onward.began_anew || (!before && !one_row);
  if (by_place) {
    reading.kept = co_await read_places_behind(session, known);
  } else {
    const auto row = co_await read_row(session, known, onward.row.next, directory.newest);
    reading.kept = onward.row.kept + row.kept;
  }
  reading.kept += co_await read_settlements(session, known, one_row ? directory.oldest : 0);
  co_return reading;
}

Dialogue<std::optional<Bytes>> read_record(Session session, std::uint32_t number) {
  auto records = co_await usage_from(session, 1, number);
  if (records.empty() || usage_number(records.front()) != number) co_return std::nullopt;
  co_return std::move(records.front());
}

Dialogue<std::vector<Bytes>> read_day(Session session, LocalDate day) {
  const auto places = co_await read_places(session);
  std::vector<Bytes> found, records;
  if (places.first == 0) co_return found;
  std::uint32_t next = co_await place_of_day(session, places, day);
  while (next <= places.last) {
    records = co_await usage_at(session, std::min(most_in_a_frame, places.last - next + 1), next, records);
    next += static_cast<std::uint32_t>(records.size());
    for (Bytes& record : records) {
      if (day < day_of(record)) co_return found;
      if (day_of(record) == day) found.push_back(record);
    }
  }
  co_return found;
}

Dialogue<Reading> read_hung(Session session, Known known) {
  Reading reading;
  std::uint32_t next = 0;
  for (bool more = true; more;) {
    const auto bytes = co_await read(session.address, hung_item | most_in_a_frame, from_number(most_in_a_frame, next));
    const auto records = co_await ok(numbered_in(bytes, next, "hung_records", hung_number));
    reading.kept += co_await keep_new(Kind::hung, known, records);
    more = records.size() == most_in_a_frame;
    if (!more) break;
    // Users of two wells may have one number: the last of a full frame is asked for again, unless it filled the frame alone.
    const std::uint32_t first = *hung_number(records.front()), last = *hung_number(records.back());
    next = first == last ? last + 1 : last;
  }
  co_return reading;
}

Dialogue<std::optional<ListMarks>> read_marks(Session session) {
  const auto bytes = co_await attempt(read(session.address, marks_item));
  if (!bytes.ok() && bytes.error().fault != Fault::meter) co_return bytes.error();
  if (!bytes.ok()) co_return std::optional<ListMarks>{};
  ListMarks marks;
  const std::array each{&marks.changes, &marks.changes_acknowledged, &marks.faults, &marks.faults_acknowledged};
  bool good = bytes->size() == each.size() * 4;
  for (std::size_t i = 0; good && i < each.size(); ++i) {
    const auto number = number_in(ByteView{*bytes}.subspan(i * 4, 4));
    good = number.has_value();
    *each[i] = number.value_or(0);
  }
  if (!good || marks.changes < marks.changes_acknowledged || marks.faults < marks.faults_acknowledged) co_return bad_answer("list_marks");
  co_return std::optional{marks};
}

Dialogue<std::uint32_t> not_at_office(Session session, Known known, Kind kind, std::uint32_t most, std::vector<Bytes> told) {
  const bool is_fault = kind == Kind::fault;
  const std::uint32_t kept = is_fault ? faults_kept : parameters_kept, last = std::min(most, kept);
  const auto first = std::ranges::find_if(told, [&](const Bytes& record) { return known.office_has(kind, record); });
  auto newer = static_cast<std::uint32_t>(first - told.begin());
  if (first != told.end()) co_return std::min(newer, most);
  while (newer < last) {
    const auto bytes = co_await read(session.address, (is_fault ? fault_item : parameter_item) | (newer + 1));
    const auto records = co_await ok(list_in(bytes, is_fault ? pump::CardFault::size : pump::ParameterRecord::size, word_of(kind)));
    if (records.empty()) break;
    for (const Bytes& record : records) {
      if (known.office_has(kind, record)) co_return newer;
      ++newer;
    }
  }
  co_return most;
}

Dialogue<Reading> read_months(Session session, Known known) {
  std::vector<Bytes> told;
  co_return co_await read_newest_first(session, known, Kind::month, month_item, pump::SettlementMonth::size, 12, told);
}
Dialogue<Reading> read_marked(Session session, Known known, Kind kind, AlreadyRead& already) {
  if (!already.marks) already.marks = co_await read_marks(session);
  const auto& marks = already.marks;
  const bool is_fault = kind == Kind::fault;
  const std::uint32_t kept = is_fault ? faults_kept : parameters_kept;
  std::uint32_t most = kept;
  if (marks) most = std::min(is_fault ? marks->faults - marks->faults_acknowledged : marks->changes - marks->changes_acknowledged, kept);
  auto reading = co_await read_newest_first(session, known, kind, is_fault ? fault_item : parameter_item,
                                            is_fault ? pump::CardFault::size : pump::ParameterRecord::size, most, is_fault ? already.faults : already.changes);
  reading.unmarked = marks && most > 0;
  co_return reading;
}
Dialogue<Reading> read_parameters(Session session, Known known) {
  AlreadyRead already;
  co_return co_await read_marked(session, known, Kind::parameter, already);
}
Dialogue<Reading> read_faults(Session session, Known known) {
  AlreadyRead already;
  co_return co_await read_marked(session, known, Kind::fault, already);
}

}  // namespace kwota::handheld
