#include "serve/paper/form.h"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

namespace kwota::serve {
namespace {

namespace json = boost::json;

constexpr int columns_max = 160, lines_max = 127;  ///< of paper 16 inches wide; ESC C counts to 127

/// Reads a file and keeps what is wrong first.
class FormReader {
 public:
  Result<Form> read(std::string_view text) {
    json::error_code wrong;
    const auto parsed = json::parse(json::string_view(text.data(), text.size()), wrong);
    if (wrong || !parsed.is_object()) return bad("/");
    const auto& object = parsed.get_object();
    Form form{.name = words(object, "name", ""), .columns = number(object, "columns", 80, columns_max, "/columns"), .lines = number(object, "lines", 66, lines_max, "/lines"), .fields = {}, .rows = {}};
    limit_ = {form.columns, form.lines};
    known_only(object, {"name", "columns", "lines", "fields", "rows"}, "");
    each(object, "fields", "/fields", [&](const json::object& one, const std::string& where) { form.fields.push_back(field(one, where)); });
    if (const auto* rows = object.if_contains("rows")) read_rows(*rows, form);
    if (!where_.empty()) return bad(where_);
    return form;
  }

 private:
  static Error bad(const std::string& where) {
    return error(Fault::request, "bad_form", "The file of this form cannot be used: look at the place that is named.", {{"where", where}});
  }
  void wrong(const std::string& where) {
    if (where_.empty()) where_ = where;
  }
  void known_only(const json::object& object, std::initializer_list<std::string_view> names, const std::string& where) {
    for (const auto& [name, value] : object)
      if (std::ranges::find(names, std::string_view(name)) == names.end()) wrong(where + "/" + std::string(name));
  }
  std::string words(const json::object& object, std::string_view name, const std::string& where) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) return {};
    if (!value->is_string()) return wrong(where + "/" + std::string(name)), std::string{};
    return std::string(value->get_string());
  }
  int number(const json::object& object, std::string_view name, int usual, int most, const std::string& where) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) return usual;
    if (!value->is_int64() || value->get_int64() < 1 || value->get_int64() > most) return wrong(where), usual;
    return static_cast<int>(value->get_int64());
  }
  template <class Take>
  void each(const json::object& object, std::string_view name, const std::string& where, Take take) {
    const auto* list = object.if_contains(name);
    if (list == nullptr || !list->is_array()) return wrong(where);
    std::size_t place = 0;
    for (const auto& one : list->get_array()) {
      const auto at = where + "/" + std::to_string(place++);
      if (!one.is_object()) wrong(at);
      else take(one.get_object(), at);
    }
  }
  FormField field(const json::object& object, const std::string& where) {
    known_only(object, {"field", "text", "line", "column", "width", "lines", "align"}, where);
    FormField out{.field = words(object, "field", where), .text = words(object, "text", where)};
    out.line = number(object, "line", 1, limit_.second, where + "/line");
    out.column = number(object, "column", 1, limit_.first, where + "/column");
    out.width = number(object, "width", 1, limit_.first, where + "/width");
    out.lines = number(object, "lines", 1, limit_.second, where + "/lines");
    const auto align = words(object, "align", where);
    out.right = align == "right";
    if (out.field.empty() == out.text.empty()) wrong(where + "/field");
    if (!align.empty() && align != "left" && align != "right") wrong(where + "/align");
    if (out.column + out.width - 1 > limit_.first) wrong(where + "/width");
    if (out.line + out.lines - 1 > limit_.second) wrong(where + "/lines");
    return out;
  }
  void read_rows(const json::value& value, Form& form) {
    if (!value.is_object()) return wrong("/rows");
    const auto& object = value.get_object();
    known_only(object, {"line", "count", "columns"}, "/rows");
    const int first = number(object, "line", 1, form.lines, "/rows/line");
    form.row_count = number(object, "count", 1, form.lines, "/rows/count");
    if (first + form.row_count - 1 > form.lines) wrong("/rows/count");
    each(object, "columns", "/rows/columns", [&](const json::object& one, const std::string& where) {
      form.rows.push_back(field(one, where));
      if (form.rows.back().lines != 1) wrong(where + "/lines");
      form.rows.back().line = first;
    });
  }

  std::string where_{};
  std::pair<int, int> limit_{};
};

class Filling {
 public:
  explicit Filling(const Measure& measure) : measure_(measure) {}

  Result<void> put(const FormField& field, const std::string& text, int down) {
    if (text.empty()) return Done{};
    const auto lines = measure_.wrapped(text, field.width);
    if (static_cast<int>(lines.size()) > field.lines)
      return error(Fault::refused, "form_text_too_wide", "This text has no room in its place on the form. Shorten it, give it more room in the form's file, or print on plain paper.",
                   {{"field", field.field.empty() ? field.text : field.field}, {"text", text}});
    int line = field.line + down;
    for (const auto& part : lines) {
      const int shift = field.right ? field.width - measure_.columns(part) : 0;
      texts_.push_back({line++, field.column + shift, part});
    }
    return Done{};
  }
  std::vector<Placed> done() { return std::move(texts_); }

 private:
  const Measure& measure_;
  std::vector<Placed> texts_{};
};

std::string text_of(const FormField& field, const FieldTexts& texts) {
  if (field.field.empty()) return field.text;
  const auto found = texts.find(field.field);
  return found == texts.end() ? std::string{} : found->second;
}

}  // namespace

Result<Form> form_from(std::string_view json) { return FormReader{}.read(json); }

Result<std::vector<Placed>> filled(const Form& form, const FieldTexts& fields, const std::vector<FieldTexts>& rows, const Measure& measure) {
  if (static_cast<int>(rows.size()) > form.row_count)
    return error(Fault::refused, "form_too_small", "This form has no room for so many lines. Make several invoices of it, or print on plain paper.",
                 {{"rows", std::to_string(form.row_count)}, {"needed", std::to_string(rows.size())}});
  Filling out(measure);
  for (const auto& field : form.fields) MUST(out.put(field, text_of(field, fields), 0));
  int down = 0;
  for (const auto& row : rows) {
    for (const auto& column : form.rows) MUST(out.put(column, text_of(column, row), down));
    ++down;
  }
  return out.done();
}

}  // namespace kwota::serve
