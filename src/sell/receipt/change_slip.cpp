#include "sell/receipt/change_slip.h"

#include "sell/receipt/paper_facts.h"

namespace kwota::receipt {
namespace {

std::string known(std::int64_t persons) { return persons == 0 ? "—" : fmt::format("{}", persons); }

/// "3 → 5"
std::string both(const std::string& before, const std::string& after) { return fmt::format("{} → {}", before.empty() ? "—" : before, after.empty() ? "—" : after); }

}  // namespace

Slip change_slip(const books::Utility& utility, const ChangePaper& said, const Style& style, const Layout& layout) {
  PaperFacts paper(utility, style, layout);
  const auto& change = said.change;
  paper.title("slip.change.title", {});
  paper.pair(SlipFact::number, "slip.number", fmt::format("{}/{}", change.account, change.number));
  paper.pair(SlipFact::time, "slip.time", style.time(change.decided));
  paper.pair(SlipFact::account, "slip.account", fmt::format("{}", change.account));
  paper.pair(SlipFact::customer, "slip.customer", said.customer);
  if (!said.address.empty() && change.address.empty()) paper.pair(SlipFact::address, "slip.address", said.address);
  if (!said.meter.empty()) paper.pair(SlipFact::meter, "slip.meter", said.meter);
  const bool other_plan = said.before.plan != said.after.plan;
  if (other_plan) paper.pair(SlipFact::former_plan, "slip.change.former_plan", said.before.plan);
  paper.pair(SlipFact::new_plan, other_plan ? "slip.change.new_plan" : "slip.plan", said.after.plan);
  if (said.before.usage_class != said.after.usage_class) paper.pair(SlipFact::usage_class, "slip.change.usage_class", both(said.before.usage_class, said.after.usage_class));
  if (said.before.persons != said.after.persons) paper.pair(SlipFact::persons, "slip.change.persons", both(known(said.before.persons), known(said.after.persons)));
  if (!change.address.empty()) paper.pair(SlipFact::new_address, "slip.change.address", both(change.address_before, change.address));
  paper.pair(SlipFact::counts_from, "slip.change.counts_from", change.from);
  if (change.withdrawn) paper.pair(SlipFact::withdrawn, "slip.change.withdrawn", style.time(*change.withdrawn) + " " + said.withdrawn_by);
  if (!change.reason.empty()) paper.pair(SlipFact::reason, "slip.reason", change.reason);
  paper.pair(SlipFact::shift_operator, "slip.operator", said.changed_by);
  if (!said.approved_by.empty()) paper.pair(SlipFact::approved_by, "slip.approved_by", said.approved_by);
  paper.signed_by("slip.customer", "slip.operator");
  return paper.draw(SlipKind::account_change);
}

}  // namespace kwota::receipt
