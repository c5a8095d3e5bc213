// What the shop knows of a scheme: in what credit is counted, who holds the balance, which ways credit may go there. An account
// names its scheme, and whoever sells asks the scheme – never which card, which line, which meter.
// A row says cards, protocols and seals by their names, and whoever carries finds them in their lists. Rows are made in schemes/, where the lists are
// known, and come with the Context; a test brings its own.
// Never: sees a carrier, a seal or a meter.   Begin with Scheme, then scheme_of().
#pragma once
#include <array>
#include <span>
#include <string_view>

#include "base/core/unit.h"
#include "base/words.h"
#include "books/reader.h"
#include "books/rows/supply/customer.h"
#include "people/context.h"
#include "sell/scheme/carrier.h"

namespace kwota::scheme {

/// Where the balance lies that a customer lives on. What proves that credit has arrived follows from it: the meter's own count in its statement, the
/// ledger's entry, the counter of the card and its proof.
enum class BalanceHolder : std::uint8_t {
  meter,   ///< credit goes into the meter, which counts it down
  server,  ///< payments stay here, readings are charged against them, and the meter's relay is ordered
  purse,   ///< the customer's card is his purse: it pays at any meter of its areas, and none is his
};
constexpr auto words_of(BalanceHolder) { return std::array<std::string_view, 3>{"meter", "server", "purse"}; }

struct Scheme {
  std::string_view name;  ///< stable, snake_case; people read "scheme.<name>" of the dictionaries
  Unit unit = Unit::money;
  std::int64_t step = 1;  ///< smallest amount of credit that all its carriers can name, in the unit's own size; what is less stays the customer's money
  BalanceHolder holder = BalanceHolder::meter;
  std::span<const Carrier> carriers{};  ///< the first is how its accounts are opened; empty: no credit leaves the books
  std::string_view card_product{};      ///< what its accounts are given to carry by; empty: no card
  std::span<const std::string_view> protocols{};  ///< that its devices may speak on a line
  std::string_view recipe{};  ///< by which alone credit for its accounts is sealed (seal/recipes); empty: none is

  bool carries(Carrier carrier) const;
  /// By which its accounts are opened; nothing: no credit leaves the books.
  std::optional<Carrier> opens_by() const { return carriers.empty() ? std::nullopt : std::optional{carriers.front()}; }
};

/// All schemes that this program sells by, in the order in which a person should see them.
class Table {
 public:
  constexpr explicit Table(std::span<const Scheme* const> rows) : rows_(rows) {}
  std::span<const Scheme* const> rows() const { return rows_; }
  /// Nothing when there is none of that name.
  const Scheme* find(std::string_view name) const;
  /// The first whose accounts are opened by this carrier; nothing when there is none.
  const Scheme* opened_by(Carrier carrier) const;
  /// The first whose balance lies there; nothing when there is none.
  const Scheme* held_by(BalanceHolder holder) const;

 private:
  std::span<const Scheme* const> rows_;
};

/// The scheme of an account; of one that is prepared and names none yet, the first of all. Error `unknown_scheme` {scheme}.
Result<const Scheme*> scheme_of(const books::Account& account, const people::Context& context);
/// The scheme by which an account shall be opened: the named one, else the first that is opened by this carrier. One that is named must
/// carry by it. Errors: unknown_scheme {scheme}, carrier_not_of_scheme {scheme, carrier}, opened_by_application {scheme}.
Result<const Scheme*> scheme_to_open(std::string_view name, Carrier carrier, const people::Context& context);
/// The scheme whose balances are on cards. Error `unknown_scheme`.
Result<const Scheme*> scheme_of_purses(const people::Context& context);
/// The scheme that keeps balances at the server: the named one, else the first. Error `unknown_scheme` {scheme}.
Result<const Scheme*> scheme_at_server(std::string_view name, const people::Context& context);

/// Error `carrier_not_of_scheme` {scheme, carrier}: credit of this account may not go that way.
Result<void> carries(const books::Account& account, Carrier carrier, const people::Context& context);
/// By what credit of this account travels: as somebody says, else as accounts of its scheme are opened. Error `carrier_not_of_scheme`: also where no
/// credit of it leaves the books.
Result<Carrier> carrier_of(const books::Account& account, std::optional<Carrier> named, const people::Context& context);
/// Its card is its purse. Error `no_purse_account` {account}.
Result<void> balance_on_card(const books::Account& account, const people::Context& context);
/// Credit goes to its device. Errors: balance_at_office {account}: credit in its meter would be used beside the balance; balance_on_card {account}.
Result<void> balance_in_meter(const books::Account& account, const people::Context& context);
/// A link of this protocol may be the scheme's. Errors: protocol_not_of_scheme {scheme, protocol, protocols}, scheme_without_line {scheme, protocol}.
Result<void> speaks(const Scheme& scheme, std::string_view protocol);
/// The same for the link that the meter has; without one there is nothing to judge.
Result<void> its_line_speaks(const books::Reader& books, MeterNumber meter, const Scheme& scheme);
/// What is owed to it may be paid out. Error `balance_in_use` {account}: what is left there pays for the energy until it has ended.
Result<void> balance_is_free(const books::Account& account, const people::Context& context);

}  // namespace kwota::scheme
