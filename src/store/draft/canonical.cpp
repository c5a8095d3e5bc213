#include "store/draft/canonical.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace kwota::store {
namespace {

constexpr int all_columns = 1 << 16;

constexpr unsigned not_a_digit = 0x10;
/// As to_hex() writes them: no small letters.
constexpr auto digits_by_letter = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(not_a_digit);
  for (unsigned value = 0; value < 16; ++value) digits[static_cast<unsigned char>("0123456789ABCDEF"[value])] = static_cast<std::uint8_t>(value);
  return digits;
}();
unsigned digit_of(char letter) { return digits_by_letter[static_cast<unsigned char>(letter)]; }

/// Rows are hashed one after the other: the thread's buffer goes from one to the next.
Bytes& kept_bytes() {
  thread_local Bytes bytes;
  return bytes;
}

/// Hands on what does not follow from other rows.
class OwnColumns final : public books::ValueSink {
 public:
  OwnColumns(const books::Table& table, ValueSink& to) : table_(table), to_(to) {}
  void column(std::string_view name) override {
    own_ = !table_.columns[next_++].follows;
    if (own_) to_.column(name);
  }
  void null() override {
    if (own_) to_.null();
  }
  void integer(std::int64_t value) override {
    if (own_) to_.integer(value);
  }
  void text(std::string_view value) override {
    if (own_) to_.text(value);
  }
  void text_copy(std::string_view value) override {
    if (own_) to_.text_copy(value);
  }
  void digits(std::uint64_t value) override {
    if (own_) to_.digits(value);
  }
  void hex(std::string_view value) override {
    if (own_) to_.hex(value);
  }

 private:
  const books::Table& table_;
  ValueSink& to_;
  std::size_t next_ = 0;
  bool own_ = true;
};

}  // namespace

std::optional<Bytes> bytes_of_hex(std::string_view text) {
  if (text.empty() || text.size() % 2 != 0) return std::nullopt;
  Bytes bytes(text.size() / 2);
  unsigned all = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const unsigned high = digit_of(text[2 * i]), low = digit_of(text[2 * i + 1]);
    all |= high | low;
    bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return all < not_a_digit ? std::optional(std::move(bytes)) : std::nullopt;
}

CanonicalBytes::CanonicalBytes(std::string_view table) : bytes_(std::exchange(kept_bytes(), {})) {
  counted(table);
}
CanonicalBytes::~CanonicalBytes() { kept_bytes() = std::move(bytes_); }
void CanonicalBytes::integer(std::int64_t value) {
  tagged('i');
  whole(value);
}
void CanonicalBytes::text(std::string_view value) {
  tagged('t');
  counted(value);
}
void CanonicalBytes::hex(std::string_view value) {
  if (const auto bytes = bytes_of_hex(value))
    blob(*bytes);
  else
    text(value);
}
void CanonicalBytes::blob(ByteView value) {
  tagged('b');
  count(value.size());
  std::ranges::copy(value, room(value.size()));
}
void CanonicalBytes::legs(const std::vector<books::Leg>& legs) {
  tagged('l');
  count(legs.size());
  for (const auto& leg : legs) {
    counted(leg.account);
    whole(leg.amount.minor());
  }
}
void CanonicalBytes::tagged(char tag) {
  counted(name_);
  *room(1) = static_cast<std::uint8_t>(tag);
}
void CanonicalBytes::count(std::size_t n) { put_be32(room(4), static_cast<std::uint32_t>(n)); }
void CanonicalBytes::counted(std::string_view text) {
  auto* to = room(4 + text.size());
  put_be32(to, static_cast<std::uint32_t>(text.size()));
  std::ranges::copy(text, to + 4);
}
void CanonicalBytes::whole(std::int64_t value) { put_be64(room(8), static_cast<std::uint64_t>(value)); }
/// Moves the end on by so many bytes, which stand from here on.
std::uint8_t* CanonicalBytes::room(std::size_t size) {
  if (bytes_.size() < end_ + size) bytes_.resize(2 * (end_ + size));
  return bytes_.data() + std::exchange(end_, end_ + size);
}

Digest content_hash(const books::RowRef& row, std::string_view tells) {
  CanonicalBytes bytes(row.table->name);
  if (row.table->follows) {
    OwnColumns own(*row.table, bytes);
    row.table->give(row.row, own, all_columns);
  } else {
    row.table->give(row.row, bytes, all_columns);
  }
  if (!tells.empty()) {
    bytes.column("tells");
    bytes.text(tells);
  }
  return sha256(bytes.view());
}

std::string name_of(const books::RowRef& row) {
  struct Text final : books::ValueSink {
    std::string all;
    void integer(std::int64_t value) override { all += "/" + std::to_string(value); }
    void text(std::string_view value) override { (all += '/') += value; }
    void text_copy(std::string_view value) override { text(value); }
    void null() override { all += "/"; }
  } text;
  text.all = row.table->name;
  row.table->give(row.row, text, row.table->key_columns);
  return text.all;
}

books::Value value_at(const books::ColumnInfo& column, const books::ValueSource& from, int place) {
  if (from.is_null(place)) return {};
  switch (column.type) {
    case books::ColumnType::integer: return from.get_integer(place);
    case books::ColumnType::digits: return fmt::format("{:0>12}", from.get_text(place));
    case books::ColumnType::hex: return from.get_hex(place);
    default: return std::string(from.get_text(place));
  }
}

std::string text_at(const books::ColumnInfo& column, const books::ValueSource& from, int place) {
  const auto value = value_at(column, from, place);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : std::string();
}

std::string key_at(const books::Table& table, const books::ValueSource& from, int first) {
  std::string key;
  for (int i = 0; i < table.key_columns; ++i) (key += i > 0 ? "/" : "") += text_at(table.columns[static_cast<std::size_t>(i)], from, first + i);
  return key;
}

}  // namespace kwota::store
