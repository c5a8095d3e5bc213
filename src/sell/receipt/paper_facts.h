// What a paper of the house has to say, gathered fact by fact; its layout says what of it stands where. Receipts have their own: facts.h.
// Guarantees: the utility's name and its own texts are among the facts of each paper. Never: knows which papers there are.   Begin with PaperFacts, then draw().
#pragma once
#include <fmt/format.h>

#include <map>
#include <utility>

#include "sell/receipt/draw.h"
#include "sell/receipt/layout.h"

namespace kwota::receipt {

class PaperFacts {
 public:
  PaperFacts(const books::Utility& utility, const Style& style, const Layout& layout) : style_(style), layout_(layout) {
    if (!layout.head.empty()) text(SlipFact::head_text, layout.head);
    text(SlipFact::utility, utility.name);
    if (!layout.foot.empty()) text(SlipFact::foot_text, layout.foot);
  }
  void row(SlipFact fact, Row::Kind kind, std::vector<std::string> cells) { facts_[fact].push_back({kind, std::move(cells)}); }
  void text(SlipFact fact, std::string said) { row(fact, Row::Kind::text, {std::move(said)}); }
  void title(std::string_view key, const Details& details) { text(SlipFact::title, style_.text(key, details)); }
  void pair(SlipFact fact, std::string_view key, std::string said) { row(fact, Row::Kind::pair, {style_.text(key), std::move(said)}); }
  void amount(SlipFact fact, std::string_view key, Money amount) { pair(fact, key, style_.amount(amount)); }
  void money(SlipFact fact, std::string_view key, Money amount) { pair(fact, key, style_.money(amount)); }
  /// "Name (3)" and a sum.
  void counted(SlipFact fact, const std::string& name, std::int64_t count, Money amount) { row(fact, Row::Kind::pair, {fmt::format("{} ({})", name, count), style_.amount(amount)}); }
  void signed_by(std::string_view first, std::string_view second) {
    row(SlipFact::signatures, Row::Kind::pair, {style_.text(first) + " ________", style_.text(second) + " ________"});
  }
  Slip draw(SlipKind kind) const {
    const Content content{[this](SlipFact fact) {
                            const auto found = facts_.find(fact);
                            return found == facts_.end() ? std::vector<Row>{} : found->second;
                          },
                          [](SlipCondition) { return true; }};
    return drawn(layout_.lines.empty() ? builtin_lines(kind) : layout_.lines, content, style_);
  }

 private:
  const Style& style_;
  const Layout& layout_;
  std::map<SlipFact, std::vector<Row>> facts_;
};

}  // namespace kwota::receipt
