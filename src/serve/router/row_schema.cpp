#include "serve/router/row_schema.h"

#include <algorithm>

#include "books/table.h"
#include "serve/router/description.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

constexpr std::string_view schemas = "#/components/schemas/";
constexpr std::string_view own = "t.\"";  // how the SQL of a column begins that is one of the row itself

object schema_named(std::string_view what) { return {{"$ref", std::string(schemas) + std::string(what)}}; }

object worded(const store::Column& column) {
  object out{{"type", "string"}};
  array words(column.words.begin(), column.words.end());
  if (!words.empty()) out["enum"] = std::move(words);
  return out;
}

/// The column of the row's own table that stands behind it, as its SQL names it: t."credit". Null: what another table says, or what is worked out for each row.
const books::ColumnInfo* own_column(const store::View& view, const store::Column& column) {
  const std::string_view from = view.from, sql = column.sql;
  const auto begin = sql.find(own);
  if (!from.starts_with('"') || begin == std::string_view::npos) return nullptr;
  const auto table = std::ranges::find(books::all_tables(), from.substr(1, from.find('"', 1) - 1), &books::Table::name);
  const auto name = sql.substr(begin + own.size(), sql.find('"', begin + own.size()) - begin - own.size());
  const int place = table == books::all_tables().end() ? -1 : (*table)->column_named(name);
  return place < 0 ? nullptr : &(*table)->columns.at(static_cast<std::size_t>(place));
}

/// What serve/lists/list_view.cpp makes of such a column. Money that does not stand in the row as it is may be credit of another unit (store/lists/views.cpp).
object said(const store::Column& column) {
  using enum store::ColumnKind;
  switch (column.kind) {
    case text: return worded(column);
    case integer: return {{"type", "integer"}};
    case money: return schema_named(column.sql.starts_with(own) ? "Decimal" : "Credit");
    case energy: case hundredths: return schema_named("Decimal");
    case time: return schema_named("Instant");
    case flag: return {{"type", "boolean"}};
    case date: return schema_named("Day");
    case local_time: return schema_named("LocalTime");
    case digits: return {{"type", "string"}};
    case tenders: return {{"type", "array"}, {"items", schema_named("Tendered")}};
  }
  return {};
}

object or_nothing(object schema) {
  return {{"oneOf", array{std::move(schema), object{{"type", "null"}}}}};
}

/// A form's rows say which version was seen, and whether who asks may change them (serve/lists/said_besides.cpp).
void add_version(object& properties) {
  properties["version"] = object{{"type", array{"string", "null"}}};
  properties["changeable"] = object{{"type", "boolean"}};
}

}  // namespace

object row_schema(const store::View& view, const object& besides) {
  object properties;
  for (const auto& column : view.columns) {
    // By a calendar or a clock of its own: that none is known these kinds say themselves.
    const bool says_none = column.kind == store::ColumnKind::date || column.kind == store::ColumnKind::local_time;
    const auto* beneath = own_column(view, column);
    const bool always = beneath != nullptr && !beneath->may_be_nothing;
    auto schema = said(column);
    properties[column.name] = always || says_none ? std::move(schema) : or_nothing(std::move(schema));
  }
  if (view.kept_by_form) add_version(properties);
  for (const auto& member : besides) properties[member.key()] = member.value();
  array required;
  for (const auto& property : properties) required.emplace_back(property.key());
  return {{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}};
}

array array_of(std::span<const std::string_view> words) {
  array out;
  for (const auto word : words)
    if (!word.empty()) out.emplace_back(word);
  return out;
}

const store::View* view_at(std::string_view address) {
  address.remove_prefix(1);
  constexpr std::string_view keys = "keys/";
  return store::find_view(address.starts_with(keys) ? "key-" + std::string(address.substr(keys.size())) : std::string(address));
}

std::string rows_document() {
  const auto document = boost::json::parse(description());
  std::string out = "{";
  for (const auto& path : document.at("paths").as_object()) {
    const auto* get = path.value().as_object().if_contains("get");
    const auto* row = get == nullptr ? nullptr : get->as_object().if_contains("x-rows");
    if (row == nullptr) continue;
    const auto& schema = document.at("components").at("schemas").at(row->as_string());
    // A line for each, so that what has become another shows as one.
    out += (out.size() > 1 ? ",\n" : "\n") + boost::json::serialize(value(view_at(path.key())->name)) + ": " + boost::json::serialize(schema);
  }
  return out + "\n}\n";
}

}  // namespace kwota::serve
