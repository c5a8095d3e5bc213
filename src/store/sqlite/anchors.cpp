#include "store/sqlite/anchors.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/parts/values.h"

namespace kwota::store {
namespace {

std::string select_anchor(std::string_view which) { return fmt::format("SELECT {} FROM anchor {}", anchor_columns, which); }

}  // namespace

Anchor anchor_at(const Cursor& cursor) {
  Anchor anchor;
  anchor.number = cursor.get_integer(0);
  anchor.time = Instant::from_ms(cursor.get_integer(1));
  anchor.count = cursor.get_integer(2);
  copy_digits(anchor.root, cursor.get_blob(3));
  copy_digits(anchor.previous, cursor.get_blob(4));
  copy_digits(anchor.hash, cursor.get_blob(5));
  if (const auto signature = cursor.get_blob(6); !signature.empty()) copy_digits(anchor.signature.emplace(), signature);
  books::get(cursor, 7, anchor.nature);
  anchor.process = cursor.get_integer(8);
  if (const auto signature = cursor.get_blob(9); !signature.empty()) copy_digits(anchor.process_signature.emplace(), signature);
  return anchor;
}

Result<Anchor> newest_anchor(Moment& moment) {
  auto& connection = sqlite_of(moment);
  auto cursor = connection.prepare(select_anchor("ORDER BY number DESC LIMIT 1"));
  TRY(row, cursor.step());
  return row ? anchor_at(cursor) : Anchor{};
}

Result<std::optional<Anchor>> read_anchor(Moment& moment, std::int64_t number) {
  auto& connection = sqlite_of(moment);
  auto cursor = connection.prepare(select_anchor("WHERE number=?"));
  cursor.integer(number);
  TRY(row, cursor.step());
  return row ? std::optional<Anchor>(anchor_at(cursor)) : std::optional<Anchor>();
}

Result<std::vector<Process>> read_processes(Connection& connection) {
  std::vector<Process> found_rows;
  auto cursor = connection.prepare("SELECT number, started, after, after_hash, public_key, signature FROM process ORDER BY number");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return found_rows;
    Process one;
    one.number = cursor.get_integer(0);
    one.started = Instant::from_ms(cursor.get_integer(1));
    one.after = cursor.get_integer(2);
    copy_digits(one.after_hash, cursor.get_blob(3));
    one.public_key = to_bytes(cursor.get_blob(4));
    copy_digits(one.signature, cursor.get_blob(5));
    found_rows.push_back(std::move(one));
  }
}

}  // namespace kwota::store
