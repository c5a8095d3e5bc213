// What several parts of the key office ask the books before they work with a key card: which version new ones get, where one in
// use hangs in the tree, and which are void.
#pragma once
#include <string>
#include <vector>

#include "books/reader.h"
#include "carry/cards/key_cards/care.h"

namespace kwota::key_office {

/// The version of the keys that cards and UKEYs get: the one asked for, or the newest in use, or the newest that was formed.
std::int64_t issuing_version(const books::Reader& books, std::int64_t asked);

/// A card in use, and where its own keys hang in the tree. Errors: those of keys::check_device, `unknown_device` {device}.
Result<key_cards::CardCare> care_of(const books::Reader& books, const std::string& serial);

/// What key cards and PSAMs are told at each contact.
Result<std::vector<CardSerial>> voided_serials(const books::Reader& books);

}  // namespace kwota::key_office
