// Cases with a known answer, run against the engine: the product's own vectors, a utility's own examples before it publishes a
// plan. A case passes only when every expected field is there, equal, and nothing else. Begin with check_cases().
#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::tariff {

enum class Verdict { passed, failed, skipped };

struct CheckedCase {
  std::string id;
  Verdict verdict = Verdict::passed;
  std::string note;  ///< what differs, or which kind is not built
};

/// A file {plans, cases, refused_plans}. Error `bad_cases` when it has another form.
Result<std::vector<CheckedCase>> check_cases(std::string_view text);
/// The answer to one ask as JSON: a quote, or {"error": code, ...}. `plan_kind_unknown` comes back as an error of the Result.
Result<boost::json::object> answer_case(const boost::json::value& plan, std::string_view at, const boost::json::value& state,
                                        const boost::json::value& ask);

}  // namespace kwota::tariff
