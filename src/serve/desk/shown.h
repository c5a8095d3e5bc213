// What the console is shown: rows of the books and answers of the shop as JSON, money and energy as exact decimals in text.
#pragma once
#include <boost/json.hpp>

#include "books/reader.h"
#include "sell/counter/contact.h"
#include "sell/counter/desk.h"
#include "sell/counter/price.h"
#include "serve/desk/card_desk.h"

namespace kwota::seal {
class Vault;
}

namespace kwota::serve {

/// Whether every page says that the counters seal under the sample keys of their folder; not while nobody knows.
bool shows_sample_keys(seal::Vault& counters);


using boost::json::object;

/// How money is written: the utility's digits behind the point.
struct Shown {
  int digits = 2;
  std::string money(Money amount) const;
  boost::json::value money(const std::optional<Money>& amount) const;
  /// In the digits of its unit; which that is stands beside it.
  std::string credit(Credit amount) const;
  boost::json::value credit(const std::optional<Credit>& amount) const;

  /// By what was paid, or what the slips of a shift add up to.
  boost::json::array tenders(const books::Tenders& parts) const;
  object sale(const books::Sale& sale, books::SaleStatus state, std::int64_t reprints = 0) const;
  /// The same by whoever has read its document: facts_of().
  object sale(const books::Sale& sale, const object& facts, books::SaleStatus state, std::int64_t reprints) const;
  object account(const books::Reader& books, const counter::Supply& supply, const people::Context& context) const;
  object statement(const books::Statement& statement, bool fresh) const;
  object quote(const counter::Quote& quote) const;
  /// {number, kind, rule, value}
  object debt_in_short(const books::Debt& row) const;
  /// What debts take of a payment, each with what is left of it.
  boost::json::array shares(const std::vector<kwota::debts::Owed>& owed, const std::vector<tariff::DebtShare>& taken) const;
  /// All that an account owes by name, with what is left of each and until when it is paused.
  boost::json::array debts(const std::vector<kwota::debts::Owed>& owed) const;
  boost::json::array confirmations(const std::vector<counter::Confirmation>& asked) const;
  object card(const books::Reader& books, const OnDesk& on_desk, const people::Context& context) const;
  object shift(const books::Shift& shift) const;
};

/// kWh, or null where nobody knows it.
boost::json::value energy_text(const std::optional<Energy>& energy);
/// What a sale's document says; nothing where it is none, or lies elsewhere.
boost::json::object facts_of(const std::string& document);
/// JSON that a row keeps as text; the text itself where it is none.
boost::json::value parsed(const std::string& text);

/// Names of the state flags that a meter returned.
boost::json::array state_names(WordSet<books::MeterState> states);
std::string time_text(Instant at);
boost::json::value time_text(const std::optional<Instant>& at);
/// By a device's own clock.
boost::json::value local_text(const std::optional<LocalTime>& at);

}  // namespace kwota::serve
