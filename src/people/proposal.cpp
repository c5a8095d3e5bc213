#include "people/proposal.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/decimal.h"

namespace kwota::people {

Proposal& Proposal::say(Part part, ValueKind kind, std::string value) {
  parts_.push_back({part, kind, std::move(value)});
  return *this;
}

Proposal& Proposal::text(Part part, std::string_view value) { return value.empty() ? *this : say(part, ValueKind::text, std::string(value)); }
Proposal& Proposal::number(Part part, std::int64_t value) { return say(part, ValueKind::number, std::to_string(value)); }
Proposal& Proposal::count(Part part, std::int64_t value) { return say(part, ValueKind::count, std::to_string(value)); }
Proposal& Proposal::money(Part part, Money value, int minor_digits) { return say(part, ValueKind::money, format_money(value, minor_digits)); }
Proposal& Proposal::figure(Part part, std::string_view value) { return value.empty() ? *this : say(part, ValueKind::figure, std::string(value)); }
Proposal& Proposal::day(Part part, std::string_view value) { return value.empty() ? *this : say(part, ValueKind::day, std::string(value)); }
Proposal& Proposal::time(Part part, const LocalTime& value) { return say(part, ValueKind::time, format_local(value)); }
Proposal& Proposal::word(Part part, std::string_view family, std::string_view word) {
  return say(part, ValueKind::word, std::string(family) + "." + std::string(word));
}
Proposal& Proposal::that(Part part) { return say(part, ValueKind::word, "word.yes"); }

Proposal& Proposal::credit(Part part, Credit value, int minor_digits) {
  const auto kind = value.is_money() ? ValueKind::money : value.unit() == Unit::volume ? ValueKind::volume : ValueKind::energy;
  return say(part, kind, format_credit(value, minor_digits));
}

std::string Proposal::canonical() const {
  boost::json::array parts;
  for (const auto& one : parts_) parts.push_back(boost::json::object{{"part", word_of(one.part)}, {"kind", word_of(one.kind)}, {"value", one.value}});
  return boost::json::serialize(boost::json::object{{"what", word_of(what_)}, {"parts", std::move(parts)}});
}

std::vector<std::string> named(std::string_view canonical, Part part) {
  std::vector<std::string> out;
  boost::system::error_code failed;
  const auto document = boost::json::parse(canonical, failed);
  const auto* whole = failed ? nullptr : document.if_object();
  const auto* parts = whole == nullptr ? nullptr : whole->if_contains("parts");
  if (parts == nullptr || !parts->is_array()) return out;
  for (const auto& one : parts->get_array()) {
    const auto* item = one.if_object();
    const auto* of = item == nullptr ? nullptr : item->if_contains("part");
    const auto* value = item == nullptr ? nullptr : item->if_contains("value");
    if (of == nullptr || value == nullptr || !of->is_string() || !value->is_string() || of->get_string() != word_of(part)) continue;
    const std::string_view text = value->get_string();
    out.emplace_back(text.substr(0, text.find(' ')));
  }
  return out;
}

bool names(std::string_view canonical, Part part, std::string_view name) {
  const auto all = named(canonical, part);
  return std::ranges::find(all, name) != all.end();
}

}  // namespace kwota::people
