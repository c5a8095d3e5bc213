#include "store/draft/telling.h"

#include <algorithm>
#include <charconv>

#include "store/draft/canonical.h"

namespace kwota::store {
namespace {

/// What ends a line or the name before it, and the sign that says so.
constexpr std::string_view written_by_number = "%\n=";

void add_told(std::string& to, std::string_view text) {
  for (auto end = text.find_first_of(written_by_number); end != text.npos; end = text.find_first_of(written_by_number)) {
    (to += text.substr(0, end)) += '%';
    to += static_cast<char>('0' + written_by_number.find(text[end]));
    text.remove_prefix(end + 1);
  }
  to += text;
}

/// Joins the key by "/" and what follows by ",".
class TellingText final : public books::ValueSink {
 public:
  explicit TellingText(const books::Table& table) : table_(table), text_(table.name) {}
  void null() override { say({}); }
  void integer(std::int64_t value) override {
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    say({digits, static_cast<std::size_t>(end - digits)});
  }
  void text(std::string_view value) override { say(value); }
  void text_copy(std::string_view value) override { say(value); }
  std::string take() { return std::move(text_); }

 private:
  void say(std::string_view value) {
    const auto column = next_++;
    const bool key = column < table_.key_columns;
    if (!key && !table_.columns[static_cast<std::size_t>(column)].follows) return;
    text_ += key ? '/' : told_++ == 0 ? '=' : ',';
    key ? void(text_ += value) : add_told(text_, value);
  }
  const books::Table& table_;
  std::string text_;
  int next_ = 0, told_ = 0;
};

}  // namespace

/// What the columns say before anybody told anything, behind "=".
std::string blank_of(const books::Table& table) {
  std::string text;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (!table.columns[i].follows) continue;
    if (!text.empty()) text += ',';
    if (const auto* number = std::get_if<std::int64_t>(&table.blank[i]))
      text += std::to_string(*number);
    else if (const auto* word = std::get_if<std::string>(&table.blank[i]))
      text += *word;
  }
  return text;
}

std::string telling_of(const books::RowRef& row) {
  TellingText line(*row.table);
  row.table->give(row.row, line, static_cast<int>(row.table->columns.size()));
  return line.take();
}

std::string telling_of(const books::Table& table, const books::ValueSource& at) {
  TellingText line(table);
  for (int i = 0; i < static_cast<int>(table.columns.size()); ++i) {
    const auto& column = table.columns[static_cast<std::size_t>(i)];
    if (i >= table.key_columns && !column.follows)
      line.null();  // not told
    else if (column.type == books::ColumnType::integer && !at.is_null(i))
      line.integer(at.get_integer(i));
    else
      line.text(text_at(column, at, i));
  }
  return line.take();
}

std::string text_told(std::string_view told) {
  std::string text;
  for (auto at = told.find('%'); at != told.npos && at + 1 < told.size(); at = told.find('%')) {
    const auto which = static_cast<std::size_t>(told[at + 1] - '0');
    text += told.substr(0, at);
    if (which < written_by_number.size()) text += written_by_number[which];
    told.remove_prefix(at + 2);
  }
  return text += told;
}

std::string_view object_of(std::string_view telling) { return telling.substr(0, std::min(telling.rfind('='), telling.size())); }

bool is_blank(const books::Table& table, std::string_view telling) { return telling.substr(object_of(telling).size() + 1) == blank_of(table); }

const books::Table* table_of_telling(std::string_view telling) {
  const auto name = telling.substr(0, telling.find('/'));
  for (const auto* table : books::all_tables())
    if (table->follows && table->name == name) return table;
  return nullptr;
}

}  // namespace kwota::store
