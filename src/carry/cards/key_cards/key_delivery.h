// One key, one file: from the mother card (or the vault) into the card that is issued. The steps that issue.h is made of.
#pragma once
#include "carry/cards/key_cards/issue.h"

namespace kwota::key_cards {

/// The kind of mother card that an order needs; nothing: the vault issues it. A control card comes from where its mother came.
std::optional<KeyCardKind> issuing_kind(const KeyCardOrder& order);

/// The key of the root that replaces the transport key, and the vault's cryptogram of it.
iso7816::Key root_key();
seal::WriteCardKey root_key_write(const KeyCardOrder& order, const Challenge4& challenge);

/// Sends one key; what the card answered. The cryptogram serves this command alone.
Dialogue<iso7816::Response> send_key(KeyCardOrder order, CardKey entry, cards::KeyWrite how);
/// Adds a key; one that stands there already (broken off after it) is written again. Error `card_spoiled`{step}.
Dialogue<Done> put_key(KeyCardOrder order, CardKey entry);
/// One of the card's own keys in version `order.own_version`, in place of that of `from` and under the card's master of `from`;
/// what the card answered.
Dialogue<iso7816::Response> replace_own_key(KeyCardOrder order, CardKey entry, std::uint8_t from);
/// Writes a file with its MAC under the card's maintenance key.
Dialogue<Done> write_sealed(KeyCardOrder order, std::uint8_t file, Bytes content);

}  // namespace kwota::key_cards
