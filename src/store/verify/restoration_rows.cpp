#include "store/verify/restoration_rows.h"

#include <algorithm>

namespace kwota::store {

void append_text(Bytes& to, std::string_view text) {
  append_be64(to, std::uint64_t{text.size()});
  append(to, view_of(text));
}

namespace {

void append_mark(Bytes& to, const Mark& mark) {
  append_be64(to, mark.number);
  append(to, mark.hash);
}

}  // namespace

Digest hash_of(const Restoration& restoration) {
  Bytes bytes = to_bytes(view_of("kwota restoration 1"));
  append_be64(bytes, restoration.number);
  append_mark(bytes, restoration.from);
  append_mark(bytes, restoration.former);
  append_text(bytes, restoration.copy);
  append_be64(bytes, restoration.sold);
  for (const auto* text : {&restoration.first, &restoration.second, &restoration.reason}) append_text(bytes, *text);
  append_be64(bytes, restoration.time.ms());
  append_text(bytes, restoration.kept);
  return sha256(bytes);
}

Result<std::vector<Restoration>> read_restorations(Moment& moment) {
  auto& connection = sqlite_of(moment);
  std::vector<Restoration> rows;
  auto cursor = connection.prepare(
      "SELECT number, from_anchor, former, sold, copy, first, second, reason, kept, time, from_hash, former_hash, signature FROM restoration ORDER BY number");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return rows;
    const auto text = [&](int column) { return std::string(cursor.get_text(column)); };
    Restoration one{.number = cursor.get_integer(0), .from = {cursor.get_integer(1), {}}, .former = {cursor.get_integer(2), {}}, .copy = text(4), .sold = cursor.get_integer(3),
                    .first = text(5), .second = text(6), .reason = text(7), .time = Instant::from_ms(cursor.get_integer(9)), .kept = text(8)};
    copy_digits(one.from.hash, cursor.get_blob(10));
    copy_digits(one.former.hash, cursor.get_blob(11));
    copy_digits(one.signature, cursor.get_blob(12));
    rows.push_back(std::move(one));
  }
}

}  // namespace kwota::store
