// Before and after of a changed register row, for the `details` of its audit entry:
// {"state":["active","blocked"]} for what changed, {"name":"Li Wei",…} for a new row. Passwords are named, never shown.
#pragma once
#include <string>

#include "store/columns.h"

namespace kwota::store {

/// Writes one JSON value; also the sink of put().
class JsonText {
 public:
  void integer(std::int64_t value) { text_ += std::to_string(value); }
  void text(std::string_view value);
  void text_copy(std::string_view value) { text(value); }
  void null() { text_ += "null"; }
  void raw(std::string_view more) { text_ += more; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

inline constexpr std::string_view secret_column = "password";

/// A new row: every column that says something.
template <class Row>
std::string difference(const Row& row) {
  JsonText json;
  const char* between = "{";
  const Row nothing{};
  Row::columns([&](std::string_view name, auto member) {
    if (row.*member == nothing.*member) return;
    json.raw(between);
    json.text(name);
    json.raw(":");
    if (name == secret_column)
      json.text("…");
    else
      put(json, row.*member);
    between = ",";
  });
  if (*between == '{') json.raw("{");
  json.raw("}");
  return json.take();
}

/// A changed row: each column that changed with its old and its new value.
template <class Row>
std::string difference(const Row& old, const Row& row) {
  JsonText json;
  const char* between = "{";
  Row::columns([&](std::string_view name, auto member) {
    if (old.*member == row.*member) return;
    json.raw(between);
    json.text(name);
    json.raw(":[");
    if (name == secret_column) {
      json.raw("\"…\",\"…\"");
    } else {
      put(json, old.*member);
      json.raw(",");
      put(json, row.*member);
    }
    json.raw("]");
    between = ",";
  });
  if (*between == '{') json.raw("{");
  json.raw("}");
  return json.take();
}

}  // namespace kwota::store
