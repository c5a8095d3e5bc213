#include "sell/imports/cells.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text/text_gate.h"

namespace kwota::imports {
namespace {

/// What office programs write where a formula came to nothing, in workbooks and in CSV alike.
bool failed_formula(std::string_view cell) {
  constexpr std::array<std::string_view, 8> mistakes{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!"};
  return cell.starts_with('#') && std::ranges::find(mistakes, cell) != mistakes.end();
}

/// Year, month, day out of "15.01.2026" or "2026/1/15"; everything else as it is.
std::string plain_date(const std::string& cell) {
  const char between = cell.find('.') != std::string::npos ? '.' : '/';
  const auto first = cell.find(between), second = first == std::string::npos ? first : cell.find(between, first + 1);
  if (second == std::string::npos) return cell;
  std::array<std::string, 3> parts{cell.substr(0, first), cell.substr(first + 1, second - first - 1), cell.substr(second + 1)};
  if (between == '.') std::swap(parts.front(), parts.back());
  for (auto& part : parts)
    if (part.size() == 1) part.insert(0, 1, '0');
  return parts[0] + '-' + parts[1] + '-' + parts[2];
}

/// Blanks that group digits: also the narrow and the unbreakable one, as office programs write them.
std::string without_blanks(std::string text) {
  for (const std::string_view blank : {" ", "\u00a0", "\u202f"})
    for (auto at = text.find(blank); at != std::string::npos; at = text.find(blank, at)) text.erase(at, blank.size());
  return text;
}

}  // namespace

std::string Cells::amount(std::string_view name) const {
  auto typed = without_blanks(text(name));
  const auto comma = typed.rfind(','), point = typed.rfind('.');
  if (comma == std::string::npos) return typed;
  const auto behind = typed.size() - comma - 1;
  if (point == std::string::npos && typed.find(',') == comma && behind <= 2) return typed.replace(comma, 1, ".");
  // "1,000.50": the comma groups where three digits follow each.
  if (point != std::string::npos && point > comma && point - comma == 4) std::erase(typed, ',');
  return typed;
}

std::string Cells::day(std::string_view name) const { return plain_date(text(name)); }

std::string Cells::text(std::string_view name) const {
  asked_ = name;
  for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i)
    if (header_[i] == name) return row_.cells[i];
  return {};
}

bool Cells::has(std::string_view name) const { return std::ranges::find(header_, name) != header_.end(); }

bool Cells::empty() const {
  return std::ranges::all_of(row_.cells, [](const std::string& cell) { return cell.empty(); });
}

Result<std::int64_t> Cells::number(std::string_view name, std::int64_t when_empty, std::int64_t most) const {
  const auto cell = text(name);
  if (cell.empty()) return when_empty;
  std::int64_t value = 0;
  const auto [end, bad] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (bad != std::errc{} || end != cell.data() + cell.size() || value < 0 || value > most)
    return error(Fault::request, "bad_value", "This cell needs a number from 0 to 999999.", {{"value", cell}});
  return value;
}

Result<bool> Cells::flag(std::string_view name) const {
  const auto cell = text(name);
  if (cell.empty() || cell == "true" || cell == "1") return true;
  if (cell == "false" || cell == "0") return false;
  return error(Fault::request, "bad_value", "This cell says true or false.", {{"value", cell}});
}

Result<std::optional<LocalDate>> Cells::date(std::string_view name) const {
  const auto cell = text(name);
  if (cell.empty()) return std::optional<LocalDate>{};
  TRY(day, parse_date(plain_date(cell)));
  return std::optional(day);
}

std::string Cells::column_of(const Error& why) const {
  const auto in_header = [&](const std::string& name) { return has(name); };
  if (const auto field = why.details.find("field"); field != why.details.end() && in_header(field->second)) return field->second;
  for (const auto& [name, value] : why.details)
    if (in_header(name)) return name;
  for (const auto& [name, value] : why.details)
    for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i)
      if (!value.empty() && row_.cells[i] == value) return header_[i];
  return std::string{asked_};
}

std::optional<std::pair<std::string, Error>> Cells::bad_text(const std::function<std::size_t(std::string_view column)>& longest) const {
  for (std::size_t i = header_.size(); i < row_.cells.size(); ++i)
    if (!row_.cells[i].empty())
      return std::pair{header_.empty() ? std::string{} : header_.back(),
                       error(Fault::request, "cells_beyond_head", "This row has more cells than the head has columns: a comma within a text wants the text in quotes. Nothing was imported for it.", {{"value", row_.cells[i]}})};
  for (std::size_t i = 0; i < header_.size() && i < row_.cells.size(); ++i) {
    const auto& cell = row_.cells[i];
    if (failed_formula(cell)) return std::pair{header_[i], error(Fault::request, "formula_failed", "In place of a value this cell has the mistake of a formula.", {{"value", cell}})};
    if (auto good = text_gate::admit(header_[i], cell, text_gate::Kind::line, longest(header_[i])); !good) return std::pair{header_[i], std::move(good).error()};
  }
  return std::nullopt;
}

}  // namespace kwota::imports
