// Members of a JSON object by name, for readers to whom an absent member and one of another kind say the same: nothing.
// Never: judges – who must tell what is missing from what is wrong reads the value himself.   Begin with text_at().
#pragma once
#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kwota {

/// Empty when it is no string.
inline std::string text_at(const boost::json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string{} : std::string(*text);
}

/// 0 when it is no whole number.
inline std::int64_t number_at(const boost::json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  const auto* number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr ? 0 : *number;
}

inline bool flag_at(const boost::json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  const auto* flag = value == nullptr ? nullptr : value->if_bool();
  return flag != nullptr && *flag;
}

/// Null when it is no object.
inline const boost::json::object* object_at(const boost::json::object& in, std::string_view name) {
  const auto* value = in.if_contains(name);
  return value == nullptr ? nullptr : value->if_object();
}

/// The objects of a list; what else stands in it is passed over.
inline std::vector<boost::json::object> objects_at(const boost::json::object& in, std::string_view name) {
  std::vector<boost::json::object> out;
  const auto* value = in.if_contains(name);
  const auto* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return out;
  for (const auto& one : *list)
    if (const auto* object = one.if_object()) out.push_back(*object);
  return out;
}

/// A document that is an object; nothing when it is not.
inline std::optional<boost::json::object> object_of(std::string_view document) {
  boost::system::error_code wrong;
  auto value = boost::json::parse({document.data(), document.size()}, wrong);
  if (wrong || !value.is_object()) return std::nullopt;
  return std::move(value.get_object());
}

/// An error's figures as an object of texts, for rows that keep them.
inline std::string json_text(const Details& details) {
  boost::json::object out;
  for (const auto& [name, value] : details) out[name] = value;
  return boost::json::serialize(out);
}

}  // namespace kwota
