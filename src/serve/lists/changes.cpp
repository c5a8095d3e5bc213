#include "serve/lists/changes.h"

#include <map>
#include <string>

#include "serve/desk/shown.h"
#include "serve/queries/code_words.h"
#include "store/lists/query.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// As somebody reads it who is no program.
value document(const std::string& text) {
  boost::system::error_code failed;
  auto parsed = boost::json::parse(text, failed);
  if (failed || !parsed.is_object()) return "…";
  return parsed.get_object().contains("what") && parsed.get_object().contains("parts") ? parsed : value("…");
}

bool is_document(std::string_view text) { return text.size() > 1 && (text.front() == '{' || text.front() == '['); }

value shown_value(const value& raw, const store::Column* column, const ChangesShown& how) {
  if (raw.is_object() || raw.is_array()) return "…";
  store::Value cell;
  if (raw.is_int64()) cell = raw.get_int64();
  else if (raw.is_bool()) return raw;
  else if (raw.is_string()) cell = std::string(raw.get_string());
  if (std::holds_alternative<std::monostate>(cell)) return nullptr;
  if (column == nullptr && raw.is_int64() && is_moment(raw.get_int64())) return value(time_text(Instant::from_ms(raw.get_int64())));
  const auto* said = std::get_if<std::string>(&cell);
  if (said != nullptr && !said->empty() && column != nullptr && column->person && how.called) return value(how.called(*said));
  const bool masked = column != nullptr && column->is_masked() && !how.personal;
  const bool tenders = column != nullptr && column->kind == store::ColumnKind::tenders;
  if (said != nullptr && !tenders && !masked && is_document(*said)) return document(*said);
  const bool fits = column != nullptr && (said != nullptr) == store::is_text(column->kind);
  const auto text = fits ? store::text_of(cell, column->kind, how.digits) : said != nullptr ? *said : std::to_string(std::get<std::int64_t>(cell));
  if (fits && column->kind == store::ColumnKind::flag) return text == "true";
  return value(masked ? store::masked(text) : text);
}

/// Texts under which a code stands whose column nobody declared: of a sign-in, of a meter's event.
constexpr auto undeclared = "state|meter.trip|meter.refusal|meter.load|notice_event|meter_told|word";

std::string said_under(std::string_view name, const store::Column* column, const store::View* view, bool listed) {
  if (name == "action") return "permission";
  if (column == nullptr) return undeclared;
  if (column->kind == store::ColumnKind::tenders) return "tender";
  auto under = words_under(view->name, *column);
  return under.empty() && !listed && column->kind == store::ColumnKind::text ? undeclared : under;
}

/// Columns that a file took out of the house: a list, and no change from one of them to the other.
constexpr std::string_view taken_away = "columns";

std::string joined(const array& names) {
  std::string out;
  for (const auto& name : names)
    if (name.is_string()) out += (out.empty() ? "" : ",") + std::string(name.get_string());
  return out;
}

std::string_view table_of(const store::View& view) { return std::string_view(view.rows).substr(1, view.rows.find('"', 1) - 1); }

std::map<std::string, const store::View*, std::less<>> views_of_tables() {
  std::map<std::string, const store::View*, std::less<>> out;
  for (const auto& view : store::views())
    if (!view.rows.empty() && view.rows.starts_with('"')) out.try_emplace(std::string(table_of(view)), &view);
  return out;
}

}  // namespace

const store::View* view_of_table(std::string_view table) {
  static const auto known = views_of_tables();
  const auto found = known.find(table);
  return found == known.end() ? store::find_register(table) : found->second;
}

std::optional<array> changes_of(std::string_view details, const ChangesShown& how) {
  array out;
  bool left_out = false;
  boost::system::error_code failed;
  const auto said = boost::json::parse(details, failed);
  if (failed || !said.is_object()) return out;
  const auto* whole = how.view == nullptr ? nullptr : store::find_register(table_of(*how.view));
  for (const auto& [name, one] : said.get_object()) {
    const std::string_view called(name.data(), name.size());
    const auto* column = how.view == nullptr ? nullptr : store::find_column(*how.view, called);
    const bool listed = column != nullptr;
    if (!listed && whole != nullptr) column = store::find_column(*whole, called);  // the list hides it
    if (column != nullptr && column->technical) {
      left_out = true;
      continue;
    }
    if (column == nullptr && called == taken_away && one.is_array()) {
      out.push_back(object{{"column", name}, {"before", nullptr}, {"after", joined(one.get_array())}, {"said", "column"}});
      continue;
    }
    const bool changed = one.is_array() && one.get_array().size() == 2;
    out.push_back(object{{"column", name},
                         {"before", changed ? shown_value(one.get_array()[0], column, how) : value(nullptr)},
                         {"after", shown_value(changed ? one.get_array()[1] : one, column, how)},
                         {"said", said_under(called, column, how.view, listed && how.view != whole)}});
  }
  if (left_out && out.empty()) return std::nullopt;
  return out;
}

}  // namespace kwota::serve
