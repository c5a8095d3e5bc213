// What a booking has to say on its slip, fact by fact, and which conditions hold of it.
// Guarantees: money is shown as the sale's document says it; a fact that it does not have gives no rows. Never: computes money, or knows a layout.
// Begin with Facts::rows().
#pragma once
#include "sell/receipt/slip.h"
#include "sell/receipt/template.h"

namespace kwota::receipt {

class Facts {
 public:
  Facts(const books::Sale& sale, const Document& document, const Print& print)
      : sale_(sale), document_(document), print_(print), style_(print.style), kind_(kind_of(sale, document)) {}

  /// Texts have one cell, pairs two, tables four; how they look the layout says.
  std::vector<Row> rows(SlipFact fact);
  bool holds(SlipCondition condition) const;
  bool went_by_line() const;
  SlipKind kind() const { return kind_; }

  // One for each fact; called by rows() alone.
  void nothing() {}
  void head_text();
  void utility();
  void title();
  void not_fiscal();
  void number();
  void time();
  void account();
  void customer();
  void address();
  void meter();
  void card();
  void goes_by_line();
  void count();
  void plan();
  void items();
  void credit();
  void total();
  void capitals();
  void tenders();
  void residue();
  void original();
  void credit_taken_back();
  void carried_again();
  void agreed();
  void reason();
  void approved_by();
  void purpose();
  void balance_before();
  void recovered();
  void refund_waits();
  void balance_after();
  void old_meter();
  void last_register();
  void first_register();
  void last_credit();
  void from_scheme();
  void to_scheme();
  void cards_void();
  void debts();
  void money_stays();
  void from_account();
  void from_customer();
  void left_to_him();
  void claimed();
  void to_account();
  void remaining();
  void should_show();
  void estimate();
  void next_price();
  void left_in_step();
  void operator_and_till();
  void signature();
  void reprint();
  void foot_text();

 private:
  void add(Row::Kind kind, std::vector<std::string> cells) { out_.push_back({kind, std::move(cells)}); }
  void text(std::string said) { add(Row::Kind::text, {std::move(said)}); }
  void pair(std::string_view key, std::string value) { add(Row::Kind::pair, {style_.text(key), std::move(value)}); }
  /// An amount that the document may have.
  void money_pair(std::string_view key, std::string_view name);
  void register_pair(std::string_view key, std::string_view name);

  bool waits() const;
  bool bought_by_prices() const;
  bool meter_told() const { return document_.has("should_show"); }
  bool has_balance_after() const;
  std::string unit() const;
  std::string shown(Credit amount) const;
  std::string shown(std::string_view name) const { return shown(Credit::of(sale_.unit, document_.number(name))); }
  std::string debt_label(const Document& line) const;
  std::string label(const Document& line) const;
  std::string named(const std::string& id) const;
  std::string at_the_meter(std::string_view name) const;

  const books::Sale& sale_;
  const Document& document_;
  const Print& print_;
  const Style& style_;
  SlipKind kind_;
  std::vector<Row> out_;
};

}  // namespace kwota::receipt
