// What the utility's identity says of the identity of a key UKEY: the second link of the chain that a meter believes (factory ->
// utility -> key UKEY). The office's token signs it; the UKEY's own private key never leaves the UKEY.
// Guarantees: names the UKEY and its last day; says nothing of the utility's name, which may change.
// Never: certifies anything but key UKEYs.   Begin with certify_ukey().
#pragma once
#include <optional>

#include "base/time.h"
#include "seal/vault/vault.h"

namespace kwota::seal {

/// Organisation in the certificate of a key UKEY; its common name is the UKEY's label.
inline constexpr auto role_key_ukey = "key UKEY";

struct UkeyCertificate {
  Bytes utility_key;  ///< of the identity that issued it, which factories certify: SubjectPublicKeyInfo
  Bytes certificate;
};

/// `office`: has the utility's identity. Errors: `key_missing`, those of the vault, `bad_public_key`.
Result<UkeyCertificate> certify_ukey(Vault& office, ByteView ukey_key, const std::string& label, Instant valid_to);

/// length2 utility key, length2 certificate: as the UKEY keeps it.
Bytes encode(const UkeyCertificate& certificate);
std::optional<UkeyCertificate> decode_ukey_certificate(ByteView bytes);

}  // namespace kwota::seal
