// Price plans as versioned data (docs/add-a-tariff.md): read from JSON, checked when loaded, then only read.
// A plan that could surprise a buyer is refused here, with the reason (plan_check.h).
#pragma once
#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/commodity.h"
#include "base/result.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::tariff {

/// What people may not have meant, and what is no mistake.
enum class PlanWarning : std::uint8_t {
  no_min_pay,  ///< with rounding, the smallest coin can buy half a coin too much
};
constexpr auto words_of(PlanWarning) { return std::array<std::string_view, 1>{"no_min_pay"}; }

struct PlanData;  // plan_data.h, inside this room

/// A checked plan; cheap to copy.
class PricePlan {
 public:
  /// Errors: `bad_plan` with details {"why", "where"}; `plan_kind_unknown` for kinds that are not built yet.
  static Result<PricePlan> from_json(const boost::json::value& json);
  static Result<PricePlan> from_text(std::string_view text);
  /// A head (plan without versions) and its versions, as the books keep them.
  static Result<PricePlan> from_parts(std::string_view head, const std::vector<std::string>& versions);

  const std::string& id() const;
  const std::string& currency() const;
  int minor_digits() const;
  const std::string& usage_class() const; ///< whom it is made for, by the code table; empty: nobody said
  Commodity commodity() const;
  Unit unit() const;                    ///< in which it is priced: energy or volume; plan_unit() names it
  const std::string& zone() const;
  std::int64_t quantum_e3() const;      ///< smallest sellable amount in thousandths of the unit: 0.01 kWh -> 10
  /// `from` of the version in force; error `no_version`.
  Result<std::string> version_at(Instant at) const;
  /// When the version after it begins; nothing when none is published.
  std::optional<Instant> next_version_after(Instant at) const;
  /// Months of the period in which its steps are counted at that moment: 1, 12 …; 0: one endless counter.
  int counter_months(Instant at) const;
  /// When a version began or begins, by its `from`; nothing when the plan has no such version.
  std::optional<Instant> begin_of(std::string_view version) const;
  /// The same plan before this moment: without the versions that begin at it or later. Error `no_version` when none is left.
  Result<PricePlan> before(Instant moment) const;
  /// Whether a version of it has a standing charge of this id.
  bool charges(std::string_view id) const;
  /// The rate of a percentage of a version, by its `from`: "13"; empty: that version has no such.
  std::string percent_of(std::string_view version, std::string_view id) const;
  /// What a manager should know of a version, by its `from`, before he publishes it.
  std::vector<PlanWarning> warnings(std::string_view version) const;

  const PlanData& data() const { return *data_; }

 private:
  explicit PricePlan(std::shared_ptr<const PlanData> data) : data_(std::move(data)) {}
  std::shared_ptr<const PlanData> data_;
};

}  // namespace kwota::tariff
