// A sale's document as slips read it, with defaults: an older document may lack what a newer one has.
// Begin with Document.
#pragma once
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/core/money.h"
#include "base/words.h"

namespace kwota::receipt {

class Document {
 public:
  explicit Document(const boost::json::object& document) : document_(&document) {}
  bool has(std::string_view key) const { return document_->contains(key); }
  std::string text(std::string_view key) const {
    const auto* value = document_->if_contains(key);
    return value != nullptr && value->is_string() ? std::string{value->get_string().c_str()} : std::string{};
  }
  /// Nothing: it is not there, or no word of these.
  template <Worded Enum>
  std::optional<Enum> word(std::string_view key) const {
    return parse_word<Enum>(text(key));
  }
  std::int64_t number(std::string_view key) const {
    const auto* value = document_->if_contains(key);
    return value != nullptr && value->is_number() ? value->to_number<std::int64_t>() : 0;
  }
  Money money(std::string_view key) const { return Money::minor(number(key)); }
  Document in(std::string_view key) const {
    static const boost::json::object nothing;
    const auto* value = document_->if_contains(key);
    return Document{value != nullptr && value->is_object() ? value->get_object() : nothing};
  }
  std::vector<Document> list(std::string_view key) const {
    std::vector<Document> out;
    if (const auto* value = document_->if_contains(key); value != nullptr && value->is_array())
      for (const auto& one : value->get_array())
        if (one.is_object()) out.push_back(Document{one.get_object()});
    return out;
  }

 private:
  const boost::json::object* document_;
};

}  // namespace kwota::receipt
