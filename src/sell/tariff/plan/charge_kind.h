// A kind of charge: which of a plan's keys it has, how often it falls due, what it comes to beside the lines before it, and what it adds to the
// price of one more unit. Each is one file in charges/ and one line in charge_kinds.cpp (docs/add-a-charge.md); who reads, checks, prices or
// shows a plan asks here and knows none by its name. Begin with ChargeKind.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sell/tariff/plan/document_line.h"
#include "sell/tariff/plan/plan_data.h"

namespace kwota::tariff {

/// What the figure of a charge is, and its key in the plan.
enum class ChargeFigure : std::uint8_t { amount, price, percent };
constexpr auto words_of(ChargeFigure) { return std::array<std::string_view, 3>{"amount", "price", "percent"}; }

/// How often it falls due.
enum class Rhythm : std::uint8_t { sale, month, day };

/// Keys beside `id`, `kind` and the figure.
struct ChargeKeys {
  bool times = false;      ///< so often: a number of the account
  bool factor = false;     ///< of its amount: "12/365"
  bool first = false;      ///< the first month in full or by its days
  bool catch_up = false;   ///< whether what passed without a sale is made up for
  bool steps = false;      ///< for units of these steps alone
  bool of = false;         ///< which lines before it
  bool inclusive = false;  ///< contained in them
};

/// The document while it is written: what a charge may ask of it. Money is exact and in minor units.
class DocumentSoFar {
 public:
  /// 10^-8 major units.
  virtual Exact minor(std::int64_t amount_e8) const = 0;
  /// 10^-3 units at 10^-8 major units each.
  virtual Exact money(std::int64_t units_e3, std::int64_t price_e8) const = 0;
  /// Of the steps that the charge names; nothing where no units are sold.
  virtual std::optional<std::int64_t> units_e3(const Charge& charge) const = 0;
  /// The lines that the charge names, as they are taxed: rounded where each line is. Nothing: none of them is there.
  virtual std::optional<Exact> sum_of(const Charge& charge) const = 0;
  /// Of these the charges, and of those the standing ones.
  virtual std::optional<Exact> charges_of(const Charge& charge) const = 0;
  virtual std::optional<Exact> standing_of(const Charge& charge) const = 0;
  /// What is paid in all; nothing where that is not known yet.
  virtual std::optional<std::int64_t> paid() const = 0;
  /// A bill of what a meter counted.
  virtual bool is_measured() const = 0;
  /// What the lines of these names came to in earlier parts of the bill.
  virtual Exact earlier_parts_of(const Charge& charge) const = 0;

 protected:
  ~DocumentSoFar() = default;
};

/// One more unit: its price, its step (0: none), and what each earlier charge adds to it; 10^-8 major units.
struct UnitSoFar {
  Exact price;
  int step = 0;
  std::span<const Exact> of_charges;
  /// Of the lines that the charge names.
  Exact sum_of(const Charge& charge) const;
};

struct ChargeKind {
  std::string_view word;  ///< in plans
  ChargeFigure figure = ChargeFigure::amount;
  ChargeKeys keys;
  Rhythm rhythm = Rhythm::sale;
  bool follows_units = false;  ///< the more is bought, the more it is
  bool of_the_total = false;   ///< a share of all that is paid, itself included
  /// Fills in what the line says and its exact amount; false: there is no line.
  bool (*line)(const Charge& charge, const Due& due, const DocumentSoFar& document, DocumentLine& line) = nullptr;
  /// Nothing: a unit more does not change it.
  Exact (*of_one_unit)(const Charge& charge, const UnitSoFar& unit) = nullptr;
};

/// In the order in which a form offers them.
std::span<const ChargeKind* const> charge_kinds();
const ChargeKind* charge_kind(std::string_view word);

/// Due by month or day, whether anything is bought or not.
inline bool is_standing(const Charge& charge) { return charge.kind->rhythm != Rhythm::sale; }
bool names_step(const Charge& charge, int step);

inline constexpr std::int64_t hundred_percent_e8 = 10'000'000'000;

/// The line of a charge that is its amount, so many times as it is due.
inline bool amount_each_time(const Charge& charge, const Due& due, const DocumentSoFar& document, DocumentLine& line) {
  if (due.count.is_zero()) return false;
  line.exact = document.minor(charge.figure_e8) * due.times * due.count;
  return true;
}

}  // namespace kwota::tariff
