#include "work/counter_vault/admission.h"

namespace kwota::counter_vault {

void Admissions::admit(const std::string& station, const std::string& till, Admission admission) {
  const std::lock_guard alone{mutex_};
  std::erase_if(by_till_, [&](const auto& entry) { return entry.second.card == admission.card; });
  by_till_.insert_or_assign({station, till}, std::move(admission));
}

std::optional<Admission> Admissions::of(const std::string& station, const std::string& till) const {
  const std::lock_guard alone{mutex_};
  const auto found = by_till_.find({station, till});
  return found != by_till_.end() ? std::optional(found->second) : std::nullopt;
}

}  // namespace kwota::counter_vault
