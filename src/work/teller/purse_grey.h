// What a purse card's lock says, in the shop's values.
#pragma once
#include "carry/cards/common/purse.h"
#include "sell/purse/recovery/grey.h"

namespace kwota::teller {

/// The lock that is on it, or that it has paid for last; nothing: it was never locked, or was released.
std::optional<purse::LockSeen> lock_of(const cards::PurseContents& contents);
/// How far its offline counter has gone; nothing: it was released last, and its proof does not say.
std::optional<std::int64_t> offline_of(const cards::PurseContents& contents);
/// When it was locked, or paid; nothing: no such time.
std::optional<LocalTime> locked_at(const cards::PurseContents& contents);

/// As a card writes it; nothing: no such time.
std::optional<LocalTime> local_of(const cards::Moment& at);

}  // namespace kwota::teller
