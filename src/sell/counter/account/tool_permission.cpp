#include "sell/counter/account/tool_permission.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/ids_text.h"
#include "books/chains.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"

namespace kwota::counter {
namespace {

namespace json = boost::json;

constexpr std::uint32_t ratio_max = 999'999;  // six BCD digits on the card

/// What is asked and who stands behind it: the same for both kinds of tool card.
struct Asked {
  people::Proposal content;
  std::string reason;
  CardSerial card;
  std::int64_t approval = 0;
};

/// The second person's word, used up. A tool card is never a small matter: no limit lifts the four eyes.
Result<books::Approval> approved(const books::Reader& books, const Asked& asked, const Context& context) {
  MUST(may_become_tool_card(books, asked.card, asked.reason, context));
  return people::always_second_person(books, {"tool_cards", asked.content, {}, {}, asked.approval}, context);
}

books::JournalEntry journal(books::JournalEvent what, const std::string& vault, const CardSerial& card, const json::object& details, Instant now) {
  books::JournalEntry row;
  row.chain = books::chain_of(books::ChainKind::vault, vault);
  row.time = now;
  row.what = what;
  row.card = card;
  row.details = json::serialize(details);
  return row;
}

json::object details_for(const books::Approval& approval, const std::string& reason) {
  return {{"authorisation", approval.number}, {"reason", reason}, {"approved_by", approval.decided_by}};
}

}  // namespace

Result<void> may_become_tool_card(const books::Reader& books, const CardSerial& card, const std::string& reason, const Context& context) {
  MUST(people::require(context.who, "tool_cards"));
  MUST(people::has_reason(reason, "tool_cards"));
  if (const auto known = books.find<books::Card>(card); known && known->kind == books::CardKind::user && known->state != books::CardStatus::spoiled)
    return error(Fault::card, "card_in_use", "This card is in use already; put a blank card on the reader.",
                 {{"card", to_text(card)}, {"account", fmt::format("{}", known->account)}});
  return Done{};
}

Error not_so_long() {
  return error(Fault::request, "clear_card_days",
               fmt::format("A clear card is good from today for at most {} days. Nothing was written. Choose an earlier last day.", clear_days_max),
               {{"most", fmt::format("{}", clear_days_max)}});
}

people::Proposal approval_content(const ClearRequest& request) {
  return people::Proposal(people::Proposed::clear_meter).text(people::Part::meter, to_text(request.meter)).count(people::Part::days_good, request.days);
}

people::Proposal approval_content(const PresetRequest& request) {
  return people::Proposal(people::Proposed::permit_preset).text(people::Part::plan, request.plan).number(people::Part::ct, request.ct).number(people::Part::pt, request.pt);
}

Result<books::Decision<ClearPermission>> permit_clear(const books::Reader& books, const ClearRequest& request, const Context& context) {
  if (!books.find<books::Meter>(request.meter))
    return error(Fault::meter, "unknown_meter", "There is no such meter in the books.", {{"meter", to_text(request.meter)}});
  if (request.days < 1 || request.days > clear_days_max)
    return not_so_long();
  TRY(approval, approved(books, {approval_content(request), request.reason, request.card, request.approval}, context));
  ClearPermission permission;
  permission.authorisation = static_cast<std::uint64_t>(approval.number);
  permission.meter = request.meter;
  permission.valid_until = context.zone.local(context.now + Duration::days(request.days));
  permission.valid_until.second = 0;
  permission.approved_by = approval.decided_by;
  auto details = details_for(approval, request.reason);
  details["valid_until"] = format_local(permission.valid_until);
  auto row = journal(books::JournalEvent::clear_permitted, request.vault, request.card, details, context.now);
  row.meter = request.meter;
  return books::Decision<ClearPermission>{{{approval}, {std::move(row)}}, std::move(permission)};
}

Result<books::Decision<MeterParameters>> permit_preset(const books::Reader& books, const PresetRequest& request, const Context& context) {
  const auto usable = [](std::uint32_t ratio) { return ratio >= 1 && ratio <= ratio_max; };
  if (!usable(request.ct) || !usable(request.pt))
    return error(Fault::request, "ratio_out_of_range", "Transformer ratios are whole numbers from 1 to 999999.",
                 {{"ct", fmt::format("{}", request.ct)}, {"pt", fmt::format("{}", request.pt)}});
  auto utility = books::utility_of(books);
  TRY(published, published_plan(books, request.plan, context.plans));
  TRY(parameters, parameters_of(books, published.plan, utility.minor_digits, context.now));
  parameters.ct = request.ct;
  parameters.pt = request.pt;
  TRY(approval, approved(books, {approval_content(request), request.reason, request.card, request.approval}, context));
  auto details = details_for(approval, request.reason);
  details["plan"] = request.plan;
  details["version"] = parameters.plan_version;
  details["ct"] = request.ct;
  details["pt"] = request.pt;
  auto row = journal(books::JournalEvent::preset_permitted, request.vault, request.card, details, context.now);
  return books::Decision<MeterParameters>{{{approval}, {std::move(row)}}, std::move(parameters)};
}

}  // namespace kwota::counter
