// What vectors of purse transactions have in common: the fields as a trade, and bytes of commands (cards.md 2.4, 2.5).
#pragma once
#include "seal/recipes/purse_sessions.h"
#include "seal/vectors/fields.h"

namespace kwota::seal::vectors {

inline constexpr std::string_view no_overdraft = "000000", key_version_and_algorithm = "0100";

/// A purse counts loads, unloads and releases apart from purchases and locks.
enum class Counter : std::uint8_t { online, offline };

/// A captured exchange may have been written down without its time; then it is zero.
enum class Time : std::uint8_t { wanted, if_known };
purse::Trade trade_of(Inputs& in, Counter counter, Time time = Time::wanted);
/// The same purse at another moment, as another type of transaction.
purse::Trade later(Inputs& in, purse::Trade trade, std::string_view type, std::string_view moment);

/// An overdraft limit changes no amount.
purse::Trade overdraft_trade(Inputs& in);

Money money_of(Inputs& in, std::string_view name);
/// Three bytes.
std::uint32_t limit_of(Inputs& in, std::string_view name);
/// Balance after adding (+1) or taking away (-1) the amount; refused when it leaves four bytes.
Money changed_balance(Inputs& in, int sign);

// Values as they travel.
Bytes bytes_of(Money amount);
Bytes bytes_of(std::uint16_t sequence);
Bytes bytes_of(std::uint32_t number);
/// P2: the passbook's types of transactions are odd in the grey lock family.
Bytes purse_of_grey(purse::TransactionType type);
/// The record that the card keeps of it.
std::string log_record(const purse::Trade& trade);

}  // namespace kwota::seal::vectors
