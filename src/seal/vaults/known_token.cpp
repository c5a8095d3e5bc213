#include "seal/vaults/known_token.h"

#include "seal/pkcs11/token_keys.h"
#include "seal/vault/vault_rules.h"

namespace kwota::seal {
namespace {

/// All that are missing.
Result<void> import_roots(Pkcs11Session& session, const RootOf& roots) {
  TRY(present, session.objects(CKO_SECRET_KEY));
  for (std::size_t i = 0; i < purposes; ++i) {
    const KeyRef ref{static_cast<Purpose>(i), test_key_version};
    const bool whole = present.contains(key_label(ref)) && (is_diversified(ref) || present.contains(label_of(ref, LabelPart::left)));
    if (!has_test_key(ref.purpose) || whole) continue;
    constexpr std::array unfinished{LabelPart::whole, LabelPart::left};  // of a set-up that was cut off between the two
    MUST(destroy_parts(session, ref, unfinished));
    MUST(import_key(session, ref, roots(ref.purpose)));
  }
  return {};
}

/// Made inside: nobody, we included, ever sees it.
Result<void> make_signing_key(Pkcs11Session& session) {
  const KeyRef ref{Purpose::root_signature, test_key_version};
  TRY(present, session.objects(CKO_PRIVATE_KEY));
  if (present.contains(key_label(ref))) return {};
  return make_pair(session, ref);
}

}  // namespace

Result<std::unique_ptr<Pkcs11Vault>> open_known_vault(const KnownTokenPlace& place, const RootOf& roots, Random& random) {
  TRY(module, open_soft_hsm(place.folder, place.library));
  MUST(make_pins(*module, place.label, place.pin_file, random));
  TRY(pins, read_pins(place.pin_file));
  {
    const auto using_module = module->use();
    TRY(session, open_token(module, place.label, pins));
    MUST(import_roots(session, roots));
    MUST(make_signing_key(session));
  }
  return std::make_unique<Pkcs11Vault>(module, place.label, pin_from_file(place.pin_file));
}

}  // namespace kwota::seal
