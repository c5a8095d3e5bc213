// By which recipe credit of an account is sealed: its scheme's, and no other. Asked of every request between a dialogue and the vault, whichever way the
// credit goes.   Begin with seals_for().
#pragma once
#include "books/reader.h"
#include "people/context.h"
#include "seal/vault/vault.h"
#include "sell/scheme/scheme.h"

namespace kwota::teller {

/// A request that gives credit away is made by the scheme's recipe; what only proves, prepares or takes is anybody's. `scheme`: of the account whose credit
/// is carried; null: nobody's is. Error `seal_not_of_scheme` {scheme, recipe}, and nothing was sealed.
Result<void> seals_for(const scheme::Scheme* scheme, const seal::Request& request);
/// The same, and sealed.
Result<Bytes> seal_for(const scheme::Scheme* scheme, const seal::Request& request, seal::Vault& vault);
/// Of an account by its number. Error `unknown_scheme` {scheme}.
Result<const scheme::Scheme*> scheme_of_account(const books::Reader& books, std::int64_t account, const people::Context& context);

}  // namespace kwota::teller
