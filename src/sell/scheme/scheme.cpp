#include "sell/scheme/scheme.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "books/rows/field/link.h"

namespace kwota::scheme {
namespace {

Error unknown(std::string_view name) {
  return error(Fault::request, "unknown_scheme", "This program sells by no such scheme; nothing was booked. Choose one that is listed.",
               {{"scheme", std::string{name}}});
}

Error goes_another_way(const Scheme& scheme, std::string_view carrier) {
  return error(Fault::refused, "carrier_not_of_scheme", "Credit of this account does not travel that way; nothing was booked.",
               {{"scheme", std::string{scheme.name}}, {"carrier", std::string{carrier}}});
}

Details about(const books::Account& account) { return {{"account", fmt::format("{}", account.number)}}; }

template <class Holds>
const Scheme* first_that(std::span<const Scheme* const> rows, const Holds& holds) {
  const auto found = std::ranges::find_if(rows, [&](const Scheme* row) { return holds(*row); });
  return found == rows.end() ? nullptr : *found;
}

const Scheme* named(std::string_view name, const people::Context& context) {
  return context.schemes == nullptr ? nullptr : context.schemes->find(name);
}

Result<const Scheme*> or_unknown(const Scheme* found, std::string_view name) {
  if (found == nullptr) return unknown(name);
  return found;
}

}  // namespace

bool Scheme::carries(Carrier carrier) const { return std::ranges::find(carriers, carrier) != carriers.end(); }

const Scheme* Table::find(std::string_view name) const {
  return first_that(rows_, [&](const Scheme& row) { return row.name == name; });
}

const Scheme* Table::opened_by(Carrier carrier) const {
  return first_that(rows_, [&](const Scheme& row) { return row.holder == BalanceHolder::meter && !row.carriers.empty() && row.carriers.front() == carrier; });
}

const Scheme* Table::held_by(BalanceHolder holder) const {
  return first_that(rows_, [&](const Scheme& row) { return row.holder == holder; });
}

Result<const Scheme*> scheme_of(const books::Account& account, const people::Context& context) {
  const bool undecided = account.state == books::AccountStatus::draft && account.scheme.empty();
  if (undecided && context.schemes != nullptr && !context.schemes->rows().empty()) return context.schemes->rows().front();
  return or_unknown(named(account.scheme, context), account.scheme);
}

Result<const Scheme*> scheme_to_open(std::string_view name, Carrier carrier, const people::Context& context) {
  if (name.empty()) return or_unknown(context.schemes == nullptr ? nullptr : context.schemes->opened_by(carrier), name);
  TRY(found, or_unknown(named(name, context), name));
  if (found->holder == BalanceHolder::purse)
    return error(Fault::refused, "opened_by_application", "An account of this scheme is opened when an application is granted; nothing was booked.",
                 {{"scheme", std::string{name}}});
  if (!found->carries(carrier)) return goes_another_way(*found, word_of(carrier));
  return found;
}

Result<const Scheme*> scheme_of_purses(const people::Context& context) {
  return or_unknown(context.schemes == nullptr ? nullptr : context.schemes->held_by(BalanceHolder::purse), "");
}

Result<const Scheme*> scheme_at_server(std::string_view name, const people::Context& context) {
  if (name.empty()) return or_unknown(context.schemes == nullptr ? nullptr : context.schemes->held_by(BalanceHolder::server), name);
  TRY(found, or_unknown(named(name, context), name));
  if (found->holder != BalanceHolder::server) return unknown(name);
  return found;
}

Result<void> carries(const books::Account& account, Carrier carrier, const people::Context& context) {
  TRY(scheme, scheme_of(account, context));
  if (!scheme->carries(carrier)) return goes_another_way(*scheme, word_of(carrier));
  return Done{};
}

Result<Carrier> carrier_of(const books::Account& account, std::optional<Carrier> named, const people::Context& context) {
  TRY(scheme, scheme_of(account, context));
  const auto carrier = named ? named : scheme->opens_by();
  if (!carrier || !scheme->carries(*carrier)) return goes_another_way(*scheme, carrier ? word_of(*carrier) : "");
  return *carrier;
}

Result<void> balance_on_card(const books::Account& account, const people::Context& context) {
  TRY(scheme, scheme_of(account, context));
  if (scheme->holder == BalanceHolder::purse) return Done{};
  return error(Fault::refused, "no_purse_account", "This account has no purse card; nothing was booked.", about(account));
}

Result<void> balance_in_meter(const books::Account& account, const people::Context& context) {
  TRY(scheme, scheme_of(account, context));
  if (scheme->holder == BalanceHolder::purse)
    return error(Fault::refused, "balance_on_card", "The balance of this account is on its card: load the card. Nothing was booked.", about(account));
  if (scheme->holder != BalanceHolder::server) return Done{};
  return error(Fault::refused, "balance_at_office",
               "The balance of this account is at the server: take a payment. Its meter gets no credit; nothing was booked.", about(account));
}

Result<void> speaks(const Scheme& scheme, std::string_view protocol) {
  if (std::ranges::find(scheme.protocols, protocol) != scheme.protocols.end()) return Done{};
  if (scheme.protocols.empty())
    return error(Fault::refused, "scheme_without_line", "Accounts of this scheme are served over no line; nothing was changed. Choose another scheme, or a meter without a line.",
                 {{"scheme", std::string{scheme.name}}, {"protocol", std::string{protocol}}});
  return error(Fault::refused, "protocol_not_of_scheme", "Accounts of this scheme are not served over a line of that protocol; nothing was changed.",
               {{"scheme", std::string{scheme.name}}, {"protocol", std::string{protocol}}, {"protocols", fmt::format("{}", fmt::join(scheme.protocols, ", "))}});
}

Result<void> its_line_speaks(const books::Reader& books, MeterNumber meter, const Scheme& scheme) {
  const auto link = books.find<books::MeterLink>(meter);
  return link && !link->protocol.empty() ? speaks(scheme, link->protocol) : Done{};
}

Result<void> balance_is_free(const books::Account& account, const people::Context& context) {
  TRY(scheme, scheme_of(account, context));
  if (scheme->holder != BalanceHolder::server) return Done{};
  return error(Fault::refused, "balance_in_use", "This money pays for the energy of the account; end its balance at the server first.",
               about(account));
}

}  // namespace kwota::scheme
