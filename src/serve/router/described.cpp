#include "serve/router/described.h"

#include <algorithm>
#include <optional>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/text/text_gate.h"
#include "serve/router/description.h"

namespace kwota::serve {
namespace {

namespace json = boost::json;

constexpr int depth_max = 8;
constexpr std::string_view json_type = "application/json";

/// "application/json; charset=utf-8" -> "application/json"
std::string_view bare(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  return type;
}

Error unknown(const std::string& field) {
  return error(Fault::request, "field_unknown",
               "This request does not know the field \"" + field + "\". Nothing was changed: leave it out, or look into the description of the API.", {{"field", field}});
}

Error malformed(const std::string& field, const std::string& wanted) {
  return error(Fault::request, "field_malformed", "The field \"" + field + "\" must be " + wanted + ". Nothing was changed.", {{"field", field}, {"wanted", wanted}});
}

/// Of what a form holds and an address says; more than any number of the house has (Asked::number takes so many).
constexpr std::size_t typed_digits_max = 12;

bool is_typed_number(std::string_view text) {
  return text.empty() || (text.size() <= typed_digits_max && is_digits(text));
}

/// A whole number that no number of the house reaches.
bool is_beyond_all(std::string_view text) {
  return text.size() > typed_digits_max && is_digits(text);
}

/// Forms hold numbers as they were typed; a field that was left empty is none.
bool is_typed_number(const json::value& value) { return value.is_string() && is_typed_number(std::string_view(value.get_string())); }

bool is_a(const json::value& value, std::string_view kind) {
  if (kind == "object") return value.is_object();
  if (kind == "array") return value.is_array();
  if (kind == "string") return value.is_string();
  if (kind == "boolean") return value.is_bool();
  if (kind == "integer") return value.is_int64() || is_typed_number(value);  // above 2^63 is no number of ours
  return kind == "number" && value.is_number();
}

std::vector<std::string_view> kinds_of(const json::object& schema) {
  std::vector<std::string_view> kinds;
  const auto* type = schema.if_contains("type");
  if (type != nullptr && type->is_string()) kinds.push_back(type->get_string());
  if (type != nullptr && type->is_array())
    for (const auto& one : type->get_array()) kinds.push_back(one.as_string());
  return kinds;
}

std::size_t longest_of(const json::object& schema) {
  const auto* longest = schema.if_contains("maxLength");
  return longest != nullptr && longest->is_int64() ? static_cast<std::size_t>(longest->get_int64()) : text_gate::characters_max;
}

text_gate::Kind kind_of(const json::object& schema) {
  return schema.contains("x-lines") ? text_gate::Kind::lines : text_gate::Kind::line;
}

/// A word of a list that the description gives; a field that was left empty is none.
Result<void> admit_word(const json::object& schema, std::string_view word, const std::string& field) {
  const auto* words = schema.if_contains("enum");
  if (words == nullptr || word.empty() || std::ranges::find(words->as_array(), json::value(word)) != words->as_array().end()) return {};
  std::string wanted;
  for (const auto& one : words->as_array())
    if (one.is_string()) wanted += (wanted.empty() ? "" : ", ") + std::string(one.as_string());
  return malformed(field, wanted);
}

std::optional<std::int64_t> bound_of(const json::object& schema, std::string_view name) {
  const auto* bound = schema.if_contains(name);
  return bound != nullptr && bound->is_int64() ? std::optional(bound->get_int64()) : std::nullopt;
}

/// No more than the description says there is at once, and no less than one can ask for: whoever got another number than he asked for would take it for his.
Result<void> admit_size(const json::object& schema, std::int64_t number, const std::string& field) {
  if (const auto most = bound_of(schema, "maximum"); most && number > *most) {
    const auto text = std::to_string(*most);
    return error(Fault::request, "field_too_large", "The field \"" + field + "\" is at most " + text + ". Nothing was done: ask for less, and go on from there.", {{"field", field}, {"most", text}});
  }
  if (const auto least = bound_of(schema, "minimum"); least && number < *least) {
    const auto text = std::to_string(*least);
    return error(Fault::request, "field_too_small", "The field \"" + field + "\" is at least " + text + ". Nothing was done: ask for more, or leave it out.", {{"field", field}, {"least", text}});
  }
  return {};
}

/// A number as it was typed: of what is_typed_number() or is_beyond_all() has let through. What was left empty is none.
Result<void> admit_typed_size(const json::object& schema, std::string_view text, const std::string& field) {
  if (text.empty()) return {};
  std::int64_t number = 0;
  for (const char c : text.substr(0, typed_digits_max + 1)) number = number * 10 + (c - '0');
  return admit_size(schema, number, field);
}

}  // namespace

Described::Described(const std::string& document) : document_(json::parse(document)) {
  for (const auto& path : document_.at("paths").as_object())
    for (const auto& described : path.value().as_object())
      operations_.emplace(in_capitals(described.key()) + " " + std::string(path.key()), operation_of(described.value().as_object()));
}

Described::Operation Described::operation_of(const json::object& described) const {
  Operation out;
  if (const auto* parameters = described.if_contains("parameters"))
    for (const auto& one : parameters->as_array())
      if (const auto& parameter = resolved(one).as_object(); parameter.at("in").as_string() == "query")
        out.parameters.emplace(parameter.at("name").as_string(), &parameter.at("schema"));
  if (const auto* body = described.if_contains("requestBody"))
    for (const auto& content : resolved(*body).at("content").as_object()) out.bodies.emplace(content.key(), &content.value().at("schema"));
  return out;
}

const Described::Operation* Described::find(std::string_view method, std::string_view pattern) const {
  const auto found = operations_.find(std::string(method) + " " + std::string(pattern));
  return found == operations_.end() ? nullptr : &found->second;
}

const json::value& Described::resolved(const json::value& schema) const {
  const auto* reference = schema.is_object() ? schema.get_object().if_contains("$ref") : nullptr;
  if (reference == nullptr) return schema;
  return resolved(document_.at_pointer(std::string_view(reference->as_string()).substr(1)));
}

Result<void> Described::admit_query(const Operation& operation, const Request& request) const {
  for (const auto& [name, text] : request.query) {
    MUST(text_gate::admit("query", name, text_gate::Kind::line, 100));
    // "filter.*" names one parameter for each column of a list; which columns there are the list itself says.
    const auto family = name.substr(0, name.find('.')) + ".*";
    const auto known = operation.parameters.find(name);
    if (known == operation.parameters.end() && !operation.parameters.contains(family)) return unknown(name);
    MUST(text_gate::admit(name, text));
    if (known == operation.parameters.end()) continue;
    const auto& schema = resolved(*known->second).as_object();
    MUST(admit_word(schema, text, name));
    const auto kinds = kinds_of(schema);
    if (std::ranges::find(kinds, "integer") == kinds.end()) continue;
    if (is_beyond_all(text)) MUST(admit_typed_size(schema, text, name));
    if (!is_typed_number(text)) return malformed(name, "a whole number");
    MUST(admit_typed_size(schema, text, name));
  }
  return {};
}

Result<void> Described::admit_type(const Operation& operation, const Request& request) const {
  const auto type = bare(request.header("content-type"));
  // Who is asked for nothing may say so as an empty object.
  if (operation.bodies.contains(type) || (operation.bodies.empty() && type == json_type)) return {};
  std::string wanted;
  for (const auto& [known, schema] : operation.bodies) wanted += (wanted.empty() ? "" : ", ") + known;
  if (wanted.empty()) wanted = json_type;
  const std::string shown = text_gate::flaw_of(type, text_gate::Kind::line, 100) ? "?" : std::string(type);
  return error(Fault::request, Cause::content_type_unknown, "This address does not take \"" + shown + "\": send " + wanted + ". Nothing was changed.",
               {{"type", shown}, {"wanted", wanted}});
}

Result<void> Described::admit_body(const Operation& operation, std::string_view type, const json::value& body) const {
  const auto found = operation.bodies.find(bare(type));
  static const json::value nothing{{"type", "object"}};
  if (found == operation.bodies.end()) return admit_value(nothing, body, "");
  return admit_value(*found->second, body, "");
}

Result<void> Described::admit_value(const json::value& described, const json::value& value, const std::string& at) const {
  if (value.is_null()) return {};  // as if it were not there
  const auto& schema = resolved(described).as_object();
  const std::string field = at.empty() ? "body" : at;
  if (const auto* choices = schema.if_contains("oneOf")) {
    for (const auto& one : choices->as_array()) {
      const auto kinds = kinds_of(resolved(one).as_object());
      if (std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) { return is_a(value, kind); })) return admit_value(one, value, at);
    }
    return malformed(field, "one of its kinds");
  }
  const auto kinds = kinds_of(schema);
  std::string wanted;
  for (const auto kind : kinds) wanted += (wanted.empty() ? "" : "/") + std::string(kind);
  if (!kinds.empty() && std::none_of(kinds.begin(), kinds.end(), [&](std::string_view kind) { return is_a(value, kind); })) return malformed(field, wanted);
  if (value.is_int64()) return admit_size(schema, value.get_int64(), field);
  if (value.is_string()) {
    if (std::ranges::find(kinds, "integer") != kinds.end() && is_typed_number(value)) MUST(admit_typed_size(schema, value.get_string(), field));
    MUST(text_gate::admit(field, value.get_string(), kind_of(schema), longest_of(schema)));
    return admit_word(schema, value.get_string(), field);
  }
  if (value.is_object()) return admit_object(schema, value.get_object(), at);
  if (!value.is_array()) return {};
  const auto* items = schema.if_contains("items");
  if (items == nullptr) return value.get_array().empty() ? Result<void>() : Result<void>(unknown(field + "[0]"));
  for (std::size_t i = 0; i < value.get_array().size(); ++i) MUST(admit_value(*items, value.get_array()[i], field + "[" + std::to_string(i) + "]"));
  return {};
}

Result<void> Described::admit_object(const json::object& schema, const json::object& value, const std::string& at) const {
  const auto* properties = schema.if_contains("properties");
  const auto* others = schema.if_contains("additionalProperties");
  for (const auto& member : value) {
    MUST(text_gate::admit(at.empty() ? "body" : at, member.key(), text_gate::Kind::line, 100));
    const std::string field = (at.empty() ? "" : at + ".") + std::string(member.key());
    const auto* known = properties != nullptr ? properties->as_object().if_contains(member.key()) : nullptr;
    if (known == nullptr && others != nullptr && others->is_object()) known = others;
    if (known == nullptr) return unknown(field);
    MUST(admit_value(*known, member.value(), field));
  }
  return {};
}

void Described::seek_open(const json::value& described, const std::string& at, std::vector<std::string>& found) const {
  if (std::count_if(at.begin(), at.end(), [](char c) { return c == '.' || c == '['; }) > depth_max) return;  // a schema that holds itself
  const auto& schema = resolved(described).as_object();
  if (const auto* choices = schema.if_contains("oneOf")) {
    for (const auto& one : choices->as_array()) seek_open(one, at, found);
    return;
  }
  const auto kinds = kinds_of(schema);
  if (kinds.empty()) found.push_back(at + " has no type");
  for (const auto kind : kinds) {
    if (kind == "object" && !schema.contains("properties") && !schema.contains("additionalProperties")) found.push_back(at + " names no members");
    if (kind == "array" && !schema.contains("items")) found.push_back(at + " names no items");
  }
  if (const auto* items = schema.if_contains("items")) seek_open(*items, at + "[]", found);
  if (const auto* others = schema.if_contains("additionalProperties"); others != nullptr && others->is_object()) seek_open(*others, at + ".*", found);
  if (const auto* properties = schema.if_contains("properties"))
    for (const auto& one : properties->as_object()) seek_open(one.value(), at + "." + std::string(one.key()), found);
}

std::vector<std::string> Described::left_open() const {
  std::vector<std::string> found;
  for (const auto& [name, operation] : operations_)
    for (const auto& [type, schema] : operation.bodies) seek_open(*schema, name, found);
  return found;
}

const Described& served_description() {
  static const Described described(description());
  return described;
}

}  // namespace kwota::serve
