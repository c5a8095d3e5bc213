#include "collect/report/labels.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "books/rows/office/operator.h"
#include "books/rows/office/utility.h"
#include "books/rows/supply/well.h"

namespace kwota::report {
namespace {

using books::Reader;

std::optional<Label> called(std::string name) {
  return name.empty() ? std::nullopt : std::optional(Label{.name = std::move(name)});
}

std::optional<Label> in_table(const Reader& books, books::CodeKind kind, const std::string& value) {
  auto row = books.find<books::Code>(kind, value);
  if (!row || books::name_in(*row, {}).empty()) return std::nullopt;
  return Label{.code = std::move(row)};
}

template <class Row, auto Name>
std::optional<Label> of_row(const Reader& books, const std::string& value) {
  const auto row = books.find<Row>(value);
  return row ? called((*row).*Name) : std::nullopt;
}

std::optional<Label> area_number(const Reader& books, const std::string& value) {
  auto label = of_row<books::AreaNumber, &books::AreaNumber::name>(books, value);
  if (label) label->with_value = true;  // people write it on cards and wells
  return label;
}

/// "goodwill: leaked all winter" of a supplement; what somebody wrote alone is no code.
std::optional<Label> reason(const Reader& books, const std::string& value) {
  const auto colon = value.find(": ");
  auto label = in_table(books, books::CodeKind::reason, value.substr(0, colon));
  if (label && colon != std::string::npos) label->more = value.substr(colon);
  return label;
}

using Called = std::vector<std::string>;

template <class Row, auto Name, auto Key>
Called rows_called(const Reader& books, const std::string& name) {
  Called out;
  for (const auto& row : books.all<Row>())
    if (row.*Name == name) out.push_back(row.*Key);
  return out;
}

Called codes_called(const Reader& books, books::CodeKind kind, const std::string& name) {
  Called out;
  for (const auto& row : books.select<books::Code>(kind))
    if (row.name_zh == name || row.name_en == name || row.name_ru == name) out.push_back(row.code);
  return out;
}

struct Naming {
  std::string_view dimension;
  std::optional<Label> (*label)(const Reader& books, const std::string& value);
  Called (*called)(const Reader& books, const std::string& name);
};
constexpr auto person = of_row<books::Operator, &books::Operator::full_name>;
constexpr auto people_called = rows_called<books::Operator, &books::Operator::full_name, &books::Operator::name>;
constexpr auto place = of_row<books::Place, &books::Place::name>;
constexpr auto places_called = rows_called<books::Place, &books::Place::name, &books::Place::code>;
constexpr auto reasons_called = [](const Reader& books, const std::string& name) { return codes_called(books, books::CodeKind::reason, name); };
constexpr std::array namings{
    Naming{"operator", person, people_called},
    Naming{"asked_by", person, people_called},
    Naming{"approved_by", person, people_called},
    Naming{"accepted_by", person, people_called},
    Naming{"entered_by", person, people_called},
    Naming{"visitor", person, people_called},
    Naming{"plan", of_row<books::Plan, &books::Plan::name>, rows_called<books::Plan, &books::Plan::name, &books::Plan::id>},
    Naming{"usage_class", [](const Reader& books, const std::string& value) { return in_table(books, books::CodeKind::usage_class, value); },
           [](const Reader& books, const std::string& name) { return codes_called(books, books::CodeKind::usage_class, name); }},
    Naming{"debt_kind", [](const Reader& books, const std::string& value) { return in_table(books, books::CodeKind::debt_kind, value); },
           [](const Reader& books, const std::string& name) { return codes_called(books, books::CodeKind::debt_kind, name); }},
    Naming{"reason_code", [](const Reader& books, const std::string& value) { return in_table(books, books::CodeKind::reason, value); }, reasons_called},
    Naming{"reason", reason, reasons_called},
    Naming{"station", of_row<books::Station, &books::Station::name>, rows_called<books::Station, &books::Station::name, &books::Station::code>},
    Naming{"village", place, places_called},
    Naming{"area", place, places_called},
    Naming{"area_number", area_number, rows_called<books::AreaNumber, &books::AreaNumber::name, &books::AreaNumber::number>},
};

const Naming* naming_of(std::string_view dimension) {
  const auto found = std::ranges::find(namings, dimension, &Naming::dimension);
  return found == namings.end() ? nullptr : &*found;
}

bool sound_alike(const Label& left, const Label& right) {
  const auto said = [](const Label& one) { return one.code ? std::tuple(one.code->name_zh, one.code->name_en, one.code->name_ru, one.more) : std::tuple(one.name, one.name, one.name, one.more); };
  return said(left) == said(right);
}

/// Of people also those of whom the report does not tell: a name that two have names neither.
std::set<std::string> names_of_several(const Reader& books) {
  std::set<std::string> once, several;
  for (const auto& row : books.all<books::Operator>())
    if (!once.insert(row.full_name).second) several.insert(row.full_name);
  return several;
}

}  // namespace

bool is_named(std::string_view dimension) { return naming_of(dimension) != nullptr; }

Labels labels_of(const Reader& books, std::string_view dimension, const std::set<std::string>& values) {
  Labels out;
  const auto* naming = naming_of(dimension);
  if (naming == nullptr) return out;
  for (const auto& value : values)
    if (auto label = value.empty() ? std::nullopt : naming->label(books, value)) out.emplace(value, *std::move(label));
  const auto several = naming->label == person ? names_of_several(books) : std::set<std::string>{};
  for (auto& one : out) {
    const auto same = std::ranges::count_if(out, [&](const auto& other) { return sound_alike(other.second, one.second); });
    if (same > 1 || several.contains(one.second.name)) one.second.with_value = true;
  }
  return out;
}

std::vector<std::string> values_called(const Reader& books, std::string_view dimension, const std::string& name) {
  const auto* naming = naming_of(dimension);
  if (naming == nullptr || naming->label(books, name)) return {name};
  auto found = naming->called(books, name);
  return found.empty() ? Called{name} : found;
}

std::string text_of(const Label& label, const std::string& value, std::string_view language) {
  auto out = label.code ? books::name_in(*label.code, language) : label.name;
  if (label.with_value) out += " (" + value + ")";
  return out + label.more;
}

}  // namespace kwota::report
