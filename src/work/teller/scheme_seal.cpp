#include "work/teller/scheme_seal.h"

#include "seal/recipes/all.h"

namespace kwota::teller {

Result<void> seals_for(const scheme::Scheme* scheme, const seal::Request& request) {
  const auto given = seal::given_by(request);
  if (!given || given->amount <= 0) return Done{};
  const auto recipe = seal::recipe_of(request);
  if (scheme != nullptr && scheme->recipe == recipe) return Done{};
  return error(Fault::ours, "seal_not_of_scheme", "Credit of this account is not sealed that way; nothing was sealed or sent.",
               {{"scheme", std::string{scheme == nullptr ? std::string_view{} : scheme->name}}, {"recipe", std::string{recipe}}})
      .trying(Again::never);
}

Result<Bytes> seal_for(const scheme::Scheme* scheme, const seal::Request& request, seal::Vault& vault) {
  MUST(seals_for(scheme, request));
  return vault.perform(request);
}

Result<const scheme::Scheme*> scheme_of_account(const books::Reader& books, std::int64_t account, const people::Context& context) {
  return scheme::scheme_of(books.find<books::Account>(account).value_or(books::Account{}), context);
}

}  // namespace kwota::teller
