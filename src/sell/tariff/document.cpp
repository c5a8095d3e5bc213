#include "sell/tariff/document.h"

#include <algorithm>

#include "sell/tariff/plan/charge_kind.h"
#include "sell/tariff/plan/line_id.h"
#include "sell/tariff/plan/smallest_amount.h"
#include "sell/tariff/rounding.h"

namespace kwota::tariff {
namespace {

class Writer final : DocumentSoFar {
 public:
  Writer(const Terms& terms, const Basket& basket, const DocumentKind& kind) : terms_(terms), basket_(basket), kind_(kind) {}

  Document write() {
    const auto& charges = terms_.version->charges;
    document_.lines.reserve(basket_.energy.size() + basket_.additions.size() + 1 + charges.size());
    if (kind_.energy) energy_lines();
    line_of_charge_.assign(charges.size(), none);
    for (std::size_t i = 0; i < charges.size(); ++i) charge_line(i);
    if (kind_.energy && document_.lines.empty()) line_of_nothing();
    close();
    return std::move(document_);
  }

 private:
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  const Rounding& rounding() const { return terms_.version->rounding; }

  void add(DocumentLine line) {
    const auto rounded = line.exact.round(rounding().mode);
    if (!rounded) document_.overflow = true;
    line.amount = rounded.value_or(0);
    document_.lines.push_back(std::move(line));
  }

  void portion_line(std::string_view id, const Portion& portion) {
    DocumentLine line{.id = id, .step = portion.step, .period = portion.period, .units_e3 = portion.units_e3,
                      .price_e8 = portion.price_e8, .count = {}, .base = {}, .exact = {}, .by_units = true};
    line.exact = terms_.money(portion.units_e3, portion.price_e8);
    add(std::move(line));
  }

  /// No energy and no charge: the document still says of what there was nothing.
  void line_of_nothing() {
    if (!basket_.energy.empty()) portion_line(line_id::energy, basket_.energy.front());
  }

  void energy_lines() {
    for (const Portion& portion : basket_.energy)
      if (portion.units_e3 != 0) portion_line(line_id::energy, portion);
    for (const Portion& portion : basket_.additions) portion_line(line_id::step, portion);
    if (basket_.reclass && !basket_.reclass->is_zero()) {
      DocumentLine line;
      line.id = line_id::reclass;
      line.exact = *basket_.reclass;
      line.by_units = true;
      add(std::move(line));
    }
    energy_count_ = document_.lines.size();
  }

  void charge_line(std::size_t index) {
    const Charge& charge = terms_.version->charges[index];
    DocumentLine line;
    line.id = charge.id;
    if (!charge.kind->line(charge, terms_.due[index], *this, line)) return;
    if (is_standing(charge)) line.count = terms_.due[index].count;
    line_of_charge_[index] = document_.lines.size();
    add(std::move(line));
  }

  Exact minor(std::int64_t amount_e8) const override { return Exact::fraction(amount_e8, power_of_ten(price_scale - terms_.plan->minor)); }
  Exact money(std::int64_t units_e3, std::int64_t price_e8) const override { return terms_.money(units_e3, price_e8); }
  std::optional<std::int64_t> paid() const override { return kind_.gross_base; }
  bool is_measured() const override { return kind_.measured; }

  std::optional<std::int64_t> units_e3(const Charge& charge) const override {
    if (!kind_.energy) return std::nullopt;
    std::int64_t units = 0;
    for (const Portion& portion : basket_.energy)
      if (names_step(charge, portion.step)) units += portion.units_e3;
    return units;
  }

  Exact earlier_parts_of(const Charge& charge) const override {
    Exact sum = 0;
    if (kind_.before == nullptr) return sum;
    if (charge.of_energy)
      for (const auto id : line_id::of_the_commodity) sum += earlier(id);
    for (const std::size_t named : charge.of_charges) sum += earlier(terms_.version->charges[named].id);
    return sum;
  }

  Exact earlier(std::string_view id) const {
    const auto found = kind_.before->find(id);
    return found == kind_.before->end() ? Exact{0} : found->second;
  }

  Exact value_of(const DocumentLine& line) const { return rounding().at_total ? line.exact : Exact{line.amount}; }

  /// Sum of the named lines: rounded amounts when each line is rounded (what is printed is what is taxed), exact otherwise.
  std::optional<Exact> sum_of(const Charge& charge) const override {
    std::optional<Exact> sum;
    const auto take = [&](const DocumentLine& line) { sum = sum.value_or(Exact{0}) + value_of(line); };
    if (charge.of_energy)
      for (std::size_t i = 0; i < energy_count_; ++i)
        if (names_step(charge, document_.lines[i].step)) take(document_.lines[i]);
    if (const auto fees = charges_of(charge)) sum = sum.value_or(Exact{0}) + *fees;
    return sum;
  }
  std::optional<Exact> charges_of(const Charge& charge) const override { return sum_of_charges(charge, [](const DocumentLine&) { return true; }); }
  std::optional<Exact> standing_of(const Charge& charge) const override { return sum_of_charges(charge, [](const DocumentLine& one) { return one.count.has_value(); }); }
  /// Of these the other charges of which it holds.
  template <class Holds>
  std::optional<Exact> sum_of_charges(const Charge& charge, Holds holds) const {
    std::optional<Exact> sum;
    for (const std::size_t named : charge.of_charges) {
      if (line_of_charge_[named] == none) continue;
      const auto& line = document_.lines[line_of_charge_[named]];
      if (holds(line)) sum = sum.value_or(Exact{0}) + value_of(line);
    }
    return sum;
  }

  void close() {
    if (rounding().at_total && !document_.overflow && !round_at_total(document_.lines, rounding().mode)) document_.overflow = true;
    for (const DocumentLine& line : document_.lines)
      if (!line.memo) document_.total += line.amount;
    if (document_.total > money_minor_max || document_.total < -money_minor_max) document_.overflow = true;
  }

  const Terms& terms_;
  const Basket& basket_;
  const DocumentKind& kind_;
  Document document_;
  std::size_t energy_count_ = 0;
  std::vector<std::size_t> line_of_charge_;
};

}  // namespace

Document write_document(const Terms& terms, const Basket& basket, const DocumentKind& kind) { return Writer(terms, basket, kind).write(); }

Document write_covering_document(const Terms& terms, const Basket& basket, DocumentKind kind) {
  Document document = write_document(terms, basket, kind);
  const auto& charges = terms.version->charges;
  const auto is_share = [](const Charge& charge) { return charge.kind->of_the_total; };
  if (document.overflow || std::none_of(charges.begin(), charges.end(), is_share)) return document;
  // The whole document is asked, not the sum of its parts: rounded once at the total, a share and the rest carry over together.
  kind.gross_base = smallest_amount([&](std::int64_t total) {
    auto whole = kind;
    whole.gross_base = total;
    const Document written = write_document(terms, basket, whole);
    return !written.overflow && written.total <= total;
  });
  if (kind.gross_base) return write_document(terms, basket, kind);
  document.overflow = true;
  return document;
}

}  // namespace kwota::tariff
