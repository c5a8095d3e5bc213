#include "sell/purse/areas.h"

#include <fmt/format.h>

#include <algorithm>

#include "people/permissions.h"
#include "sell/customer/wells.h"
#include "sell/purse/application.h"

namespace kwota::purse {
namespace {

using books::AreasChange;

void give(books::PurseTerms& terms, const books::AreaNumbers& areas) {
  terms.area_1 = areas[0];
  terms.area_2 = areas[1];
  terms.area_3 = areas[2];
  terms.area_4 = areas[3];
}

/// Wells of another station are that station's to give away.
Result<void> of_his_station(const books::Reader& books, const PurseAccount& at, const books::AreaNumbers& areas) {
  for (const auto& number : areas) {
    if (number.empty()) continue;
    TRY(known, customer::usable_area_number(books, number));
    if (known.station != at.account.station)
      return error(Fault::request, "area_number_elsewhere", "This area number belongs to another station than the account; nothing was changed. Choose one of the account's own station.",
                   {{"area_number", number}, {"station", known.station}});
  }
  return Done{};
}

AreasChange change_of(const books::Reader& books, const books::Purse& purse, const books::AreaNumbers& wanted, const Context& context) {
  const auto former = books::area_numbers_of(purse);
  const auto last = books.last<AreasChange>(purse.account, purse.number);
  return {.account = purse.account, .purse = purse.number, .number = last ? last->number + 1 : 1,
          .area_1 = wanted[0], .area_2 = wanted[1], .area_3 = wanted[2], .area_4 = wanted[3],
          .former_area_1 = former[0], .former_area_2 = former[1], .former_area_3 = former[2], .former_area_4 = former[3],
          .time = context.now, .asked_by = context.who.name, .written = {}};
}

/// What it was read to say that nobody asked for; nothing: whoever was asked has answered.
std::optional<AreasChange> unanswered(const books::Reader& books, const books::Purse& purse) {
  const auto last = books.last<AreasChange>(purse.account, purse.number);
  return last && !last->written && last->asked_by.empty() ? last : std::nullopt;
}

std::string listed(const books::AreaNumbers& areas) {
  std::string out;
  for (const auto& number : areas)
    if (!number.empty()) out += (out.empty() ? "" : ", ") + number;
  return out;
}

/// Numbers that stand behind one another, without a gap: so a card counts them.
books::AreaNumbers without_gaps(const books::AreaNumbers& areas) {
  books::AreaNumbers out;
  std::size_t next = 0;
  for (const auto& number : areas)
    if (!number.empty()) out[next++] = number;
  return out;
}

}  // namespace

Result<books::Decision<books::Purse>> change_areas(const books::Reader& books, const ChangeAreas& request, const Context& context) {
  MUST(people::require(context.who, "purse_grant"));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  const auto wanted = without_gaps(request.areas);
  auto terms = books::terms_of(at.purse);
  give(terms, wanted);
  MUST(check_terms(books, terms));
  MUST(of_his_station(books, at, wanted));
  books::Decision<books::Purse> decision;
  decision.answer = at.purse;
  if (terms == books::terms_of(at.purse) && !unanswered(books, at.purse)) return decision;
  if (at.purse.card) decision.changes.put.emplace_back(change_of(books, at.purse, wanted, context));
  books::give_terms(decision.answer, terms);
  decision.changes.put.emplace_back(decision.answer);
  return decision;
}

std::optional<books::PurseTerms> areas_to_write(const books::Reader& books, const CardSerial& card) {
  const auto purse = books.find(books::Purse::of_card, card);
  if (!purse || purse->state != books::PurseStatus::active || books::waiting_changes(books, *purse).empty() || unanswered(books, *purse)) return std::nullopt;
  return books::terms_of(*purse);
}

Result<books::Decision<Done>> areas_stand(const books::Reader& books, const CardSerial& card, const books::PurseTerms& said, const Context& context) {
  books::Decision<Done> decision;
  const auto purse = books.find(books::Purse::of_card, card);
  if (!purse || books::terms_of(*purse) != said) return decision;
  for (auto& change : books::waiting_changes(books, *purse)) {
    change.written = context.now;
    decision.changes.put.emplace_back(std::move(change));
  }
  return decision;
}

Result<books::Decision<Done>> areas_read(const books::Reader& books, const CardSerial& card, const books::AreaNumbers& said, const Context& context) {
  books::Decision<Done> decision;
  const auto purse = books.find(books::Purse::of_card, card);
  if (!purse || purse->state != books::PurseStatus::active) return decision;
  const auto may_say = terms_it_may_say(books, *purse);
  if (std::ranges::any_of(may_say, [&](const auto& terms) { return books::area_numbers_of(terms) == said; })) return decision;
  auto question = change_of(books, *purse, books::area_numbers_of(*purse), context);
  question.former_area_1 = said[0];
  question.former_area_2 = said[1];
  question.former_area_3 = said[2];
  question.former_area_4 = said[3];
  question.asked_by.clear();
  decision.changes.put.emplace_back(std::move(question));
  return decision;
}

std::optional<Error> areas_in_question(const books::Reader& books, const CardSerial& card) {
  const auto purse = books.find(books::Purse::of_card, card);
  const auto question = purse && purse->state == books::PurseStatus::active ? unanswered(books, *purse) : std::nullopt;
  if (!question) return std::nullopt;
  return error(Fault::card, "card_says_other_areas",
               "This card says area numbers of which the books know nothing: they were given in hours that the books lost. It counts at these and at those of the books, and its money is as good as ever. Choose Other area numbers and give those that are right; the card then gets them.",
               {{"account", fmt::format("{}", purse->account)}, {"areas", listed(books::former_areas_of(*question))}, {"known", listed(books::area_numbers_of(*purse))}});
}

std::vector<books::PurseTerms> terms_it_may_say(const books::Reader& books, const books::Purse& purse) {
  std::vector<books::PurseTerms> all{books::terms_of(purse)};
  for (const auto& change : books::waiting_changes(books, purse)) give(all.emplace_back(all.front()), books::former_areas_of(change));
  return all;
}

}  // namespace kwota::purse
