#include "sell/receipt/draw.h"

#include <utility>

namespace kwota::receipt {
namespace {

bool is_empty(const Row& row) { return row.cells.back().empty(); }

/// How a line's rows look: texts in the middle and strong lines are kinds of their own.
Row::Kind look_of(const SlipLine& line, Row::Kind plain) {
  const bool strong = line.emphasis == SlipEmphasis::strong, centred = line.align == SlipAlign::centre;
  if (plain == Row::Kind::pair) return strong ? Row::Kind::total : plain;
  if (plain != Row::Kind::text) return plain;
  if (centred) return strong ? Row::Kind::heading : Row::Kind::title;
  return strong ? Row::Kind::strong_text : plain;
}

const std::string& own_text(const SlipLine& line, const std::string& language) {
  return language == "zh" ? line.text_zh : language == "ru" ? line.text_ru : line.text_en;
}

std::vector<Row> rows_of(const SlipLine& line, const Content& content, const Style& style) {
  if (line.fact == SlipFact::rule) return {{Row::Kind::rule, {}}};
  auto rows = line.fact == SlipFact::own_text ? std::vector<Row>{{Row::Kind::text, {own_text(line, style.language)}}} : content.rows(line.fact);
  if (line.when == SlipCondition::not_empty) std::erase_if(rows, is_empty);
  for (auto& row : rows) row.kind = look_of(line, row.kind);
  return rows;
}

}  // namespace

Slip drawn(const SlipLines& lines, const Content& content, const Style& style) {
  auto slip = begin_slip(style);
  for (const auto& line : lines) {
    if (!content.holds(line.when)) continue;
    for (auto& row : rows_of(line, content, style)) slip.rows.push_back(std::move(row));
  }
  return slip;
}

Slip begin_slip(const Style& style) {
  Slip slip;
  if (style.sample) slip.rows.push_back({Row::Kind::title, {style.text("slip.sample")}});
  return slip;
}

}  // namespace kwota::receipt
