// A meter's keys are changed from the key office, by its vault or by a key UKEY: permission in the books, the conversation
// between vault and meter, the outcome in the key journal. Meters hang on the bench, or on a line (then something else stands
// behind MeterLinks). Begin with change_meter_keys().
#pragma once
#include <functional>

#include "carry/meter_keys/change.h"
#include "keys/office/meter_keys.h"
#include "seal/ukey/ukey.h"
#include "seal/vault/meter_vault.h"
#include "work/key_office/key_office.h"

namespace kwota::key_office {

/// Error `meter_not_reached`: no line leads there from here.
Error no_line_to(MeterNumber meter);

/// One meter's security module: a command of the key link, its answer data || SW. Error `meter_not_reached`{meter} and those of
/// lines.
using ToModule = std::function<Result<Bytes>(ByteView command)>;

/// The way to the security modules of meters.
class MeterLinks {
 public:
  virtual ~MeterLinks() = default;
  /// The way to one of them, for as long as it is kept. Error `meter_not_reached`{meter} and those of lines.
  virtual Result<ToModule> open(MeterNumber meter) = 0;
  /// The factories whose meters are believed, each with its certificate for our public key.
  virtual Result<std::vector<meter_keys::TrustedFactory>> factories(ByteView utility_key, const std::string& utility_name) = 0;
};

/// The key UKEY of a request, and its holder's PIN.
struct UkeyInHand {
  seal::UkeyPlace place;
  SecretBytes pin;
};

/// `ukey`: when the request names one; it is opened before anybody is asked to agree, so that a wrong PIN costs no approval.
/// Errors: those of keys::permit_meter_keys, of the vault, of KeyUkey::open and of the books. What the meter refused is in the
/// result.
Result<meter_keys::KeysChanged> change_meter_keys(KeyOffice& room, store::Books& books, MeterLinks& links, Random& random,
                                                  const keys::MeterKeyRequest& request, const people::Context& context,
                                                  const std::optional<UkeyInHand>& ukey = {});

/// The meter shows its certificate, and the office knows it from then on. Nothing in the meter is changed. Errors: permission_denied,
/// those of meter_keys::bring_certificate and of the line.
Result<keys::KnownModule> bring_certificate(KeyOffice& room, store::Books& books, MeterLinks& links, Random& random,
                                            MeterNumber meter, const people::Context& context);

/// A set of keys of that version for each of these meters, made for their certified pairs. Error `meter_certificate_missing`{meter}.
Result<std::vector<seal::MeterSet>> prepare_sets(KeyOffice& room, store::Books& books, Random& random,
                                                 const std::vector<MeterNumber>& meters, std::uint8_t version);

/// The office's side of giving keys to meters.
Result<void> with_meter_vault(KeyOffice& room, store::Books& books, Random& random,
                              const std::function<Result<void>(seal::MeterVault&)>& work);

}  // namespace kwota::key_office
