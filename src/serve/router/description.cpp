#include "serve/router/description.h"

#include <boost/json.hpp>

#include "base/ascii.h"
#include "books/key.h"
#include "books/listed.h"
#include "serve/router/row_schema.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

/// "/well-meters/{well}" -> "WellMetersWell"
std::string camel(std::string_view address) {
  std::string out;
  bool first = true;
  for (const char c : address) {
    const bool letter = is_small_letter(c) || is_digit(c);
    if (letter) out += first ? capital_letter(c) : c;
    first = !letter;
  }
  return out;
}

object refers(std::string_view what) { return {{"$ref", "#/components/" + std::string(what)}}; }

object json_of(object schema) { return {{"application/json", object{{"schema", std::move(schema)}}}}; }

object in_query(std::string_view name, std::string_view description, object schema = {{"type", "string"}}) {
  return {{"name", name}, {"in", "query"}, {"schema", std::move(schema)}, {"description", description}};
}

object answers(object content) {
  return {{"200", object{{"description", "Done."}, {"content", std::move(content)}}}, {"default", refers("responses/Problem")}};
}

// ---- lists --------------------------------------------------------------------------------------------------------------

/// Its rows stand among the schemas by a name of their own: "/well-meters" has ListedWellMeters. What is made when somebody asks says nothing of its rows.
object page_of(std::string_view address, object& operation, object& schemas) {
  const auto* view = view_at(address);
  if (view == nullptr) return refers("schemas/Page");
  const auto name = "Listed" + camel(address);
  const auto* besides = operation.if_contains("x-row");
  schemas[name] = row_schema(*view, besides == nullptr ? object{} : besides->as_object());
  operation.erase("x-row");
  operation["x-rows"] = name;
  return {{"allOf", array{refers("schemas/Page"), object{{"properties", object{{"rows", object{{"type", "array"}, {"items", refers("schemas/" + name)}}}}}}}}};
}

/// What every list may be asked, and what it answers.
void describe_list(std::string_view address, object& operation, object& schemas) {
  operation["operationId"] = "get" + camel(address);
  operation["summary"] = "List of " + std::string(operation.at("x-list").as_string()) + ". Filters: filter.<column>=value, a,b or from..to.";
  operation.erase("x-list");
  operation["parameters"] = array{in_query("q", "part of a text in the searched columns"),
                                  in_query("sort", "column, '-' in front for falling"),
                                  in_query("page_size", "1 to 200; without it 50", {{"type", "integer"}, {"minimum", 1}, {"maximum", list_page_most}}),
                                  in_query("cursor", "`next` of the page before"),
                                  in_query("count", "few: as many rows are counted as cost no more than the page; all: `total` and `totals` of all rows that match, however long it takes", {{"type", "string"}, {"enum", {"few", "all"}}}),
                                  in_query("filter.*", "filter.COLUMN=VALUE: equal; A,B: any of; FROM..TO: between"),
                                  in_query("format", "csv, xlsx or pdf: all rows that match, as a file", {{"type", "string"}, {"enum", {"json", "csv", "xlsx", "pdf"}}}),
                                  in_query("columns", "of a file: these columns alone, in this order, with , between; without it all but those that are for programs alone (x-technical)")};
  auto content = json_of(page_of(address, operation, schemas));
  for (const auto* type : {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/pdf"})
    content[type] = object{{"schema", object{{"type", "string"}}}};
  operation["responses"] = answers(std::move(content));
  operation["x-codes"] = array{"bad_cursor", "bad_filter", "paper_failed", "range_backwards", "rights_changed", "sort_not_offered", "too_many_rows_for_paper", "took_too_long", "unknown_column"};
}

// ---- forms --------------------------------------------------------------------------------------------------------------

template <class Row>
object property(const books::FormField& field) {
  object out;
  Row::columns([&]<class Value>(std::string_view name, Value Row::*) {
    if (name != field.column) return;
    if constexpr (std::is_same_v<Value, bool>)
      out = {{"type", "boolean"}};
    else if constexpr (std::is_integral_v<Value>)
      out = {{"type", "integer"}};
    else
      out = {{"type", "string"}};
    // Where a form takes only some of a column's words the others come by what is done with the row.
    array words(field.words.begin(), field.words.end());
    if constexpr (Worded<Value>)
      if (words.empty())
        for (const auto word : words_of(Value{})) words.emplace_back(word);
    if (!words.empty()) out["enum"] = std::move(words);
  });
  if (!field.means.empty()) out["description"] = field.means;
  return out;
}

/// A change says the version that was seen, and of the rest what is another.
template <class Row>
object body_of(bool making) {
  object properties;
  array required;
  for (const auto& field : Row::by_form.fields) {
    if (field.column.empty()) continue;
    auto schema = property<Row>(field);
    const bool begins = !field.start.empty() || schema.contains("enum") || schema.at("type") == "boolean";
    if (making && field.need == books::Need::must && !begins) required.emplace_back(field.column);
    properties[field.column] = std::move(schema);
  }
  if (Row::by_form.by_two) properties["approval"] = object{{"type", "integer"}, {"description", "number of the second person's agreement, where the answer was 202"}};
  if (!making) {
    properties["version"] = object{{"type", "string"}};
    required.emplace_back("version");
  }
  return {{"required", true}, {"content", json_of({{"type", "object"}, {"properties", std::move(properties)}, {"required", std::move(required)}})}};
}

object operation_of(std::string_view method, std::string_view address, std::string summary, books::Rights rights, array parameters) {
  object out{{"operationId", std::string(method) + camel(address)}, {"summary", std::move(summary)}, {"tags", array{"lists"}}, {"x-permission", rights.words()}};
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  out["responses"] = answers(json_of(refers("schemas/Row")));
  return out;
}

/// The columns of the key as places of an address, and what they are.
template <class Row>
std::pair<std::string, array> one_of(std::string_view list) {
  std::pair<std::string, array> out{"/" + std::string(list), {}};
  for (const auto name : books::key_names<Row>()) {
    out.first += "/{" + std::string(name) + "}";
    out.second.push_back(object{{"name", name}, {"in", "path"}, {"required", true}, {"schema", object{{"type", "string"}}}});
  }
  return out;
}

/// Of what two people agree to.
void asks_second(object& operation) {
  operation.at("responses").as_object()["202"] = object{{"description", "A second person is asked."}, {"content", json_of(refers("schemas/Approval"))}};
}

array changing(array parameters) {
  parameters.push_back(refers("parameters/Csrf"));
  parameters.push_back(refers("parameters/IdempotencyKey"));
  return parameters;
}

void put_new(object& paths, const std::string& address, std::string_view method, object operation) {
  auto& path = paths[address];
  if (!path.is_object()) path = object{};
  path.get_object().emplace(method, std::move(operation));
}

/// Written down by hand is what a row does not say: of that nothing is replaced.
template <class Row>
void describe_row(object& paths) {
  if constexpr (requires { Row::list; }) {
    const std::string name(Row::list.name), list = "/" + name;
    if (Row::list.right.empty()) return;
    object get{{"x-list", name}, {"tags", array{"lists"}}, {"x-permission", Row::list.right.words()}};
    if (auto technical = array_of(Row::list.technical); !technical.empty()) get["x-technical"] = std::move(technical);
    put_new(paths, list, "get", std::move(get));
    if constexpr (requires { Row::by_form; }) {
      const auto [one, key] = one_of<Row>(name);
      auto look = operation_of("get", one, "One row of " + name + ".", Row::list.right, key);
      look["x-codes"] = array{"not_found"};
      put_new(paths, one, "get", std::move(look));
      auto make = operation_of("post", list, "A new row of " + name + ".", Row::by_form.right, changing({}));
      make["requestBody"] = body_of<Row>(true);
      make["x-codes"] = array{"already_there", "field_missing", "unknown_customer", "unknown_meter"};
      if (Row::by_form.by_two) asks_second(make);
      put_new(paths, list, "post", std::move(make));
      auto change = operation_of("put", one, "Change a row of " + name + "; `version` is the one that was seen.", Row::by_form.right, changing(key));
      change["requestBody"] = body_of<Row>(false);
      change["x-codes"] = array{"field_missing", "not_found", "unknown_customer", "unknown_meter", "version_conflict"};
      if (Row::by_form.by_two) asks_second(change);
      put_new(paths, one, "put", std::move(change));
    }
  }
}

template <class... Rows>
void describe_rows(object& paths, books::Kinds<Rows...>) {
  (describe_row<Rows>(paths), ...);
}

std::string whole() {
  auto document = boost::json::parse(written_description());
  auto& paths = document.at("paths").as_object();
  auto& schemas = document.at("components").at("schemas").as_object();
  describe_rows(paths, books::RegisterKinds{});
  for (auto& path : paths)
    if (auto* get = path.value().as_object().if_contains("get"); get != nullptr && get->as_object().contains("x-list")) describe_list(path.key(), get->as_object(), schemas);
  return boost::json::serialize(document);
}

}  // namespace

const std::string& description() {
  static const std::string text = whole();
  return text;
}

}  // namespace kwota::serve
