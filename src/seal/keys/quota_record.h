// What a user UKEY remembers of its quota: a data object in the token, authenticated by a key that the token alone has. It is
// replaced by a newer one, never changed; of two that a power cut left, the higher counter holds.
#pragma once
#include "base/core/ids.h"
#include "seal/keys/pkcs11_session.h"
#include "seal/keys/ukey.h"

namespace kwota::seal {

struct QuotaRecord {
  UkeyState state;
  CardSerial last_card;                      ///< whose credit was sealed last
  std::array<std::uint8_t, 8> last_purse{};  ///< amount and sequence number of it
};

/// The first record, and the key that authenticates it.
Result<void> begin_quota(Pkcs11Session& session, const QuotaRecord& record);
/// The newest record that is authentic. Error `vault_refused`: there is none.
Result<QuotaRecord> read_quota(Pkcs11Session& session);
/// In its place; the counter must be higher.
Result<void> replace_quota(Pkcs11Session& session, const QuotaRecord& record);

/// 01 counter4 amount8 count4 validTo8 card8 purse8 holderLength1 holder.
Bytes encode(const QuotaRecord& record);
std::optional<QuotaRecord> decode_quota(ByteView bytes);

}  // namespace kwota::seal
