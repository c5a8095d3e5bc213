// The keys of a meter in the books: who may change them, what was asked, what became of it. Two decisions around the conversation
// with the meter, as with every step that a vault takes part in.   Begin with permit_meter_keys().
#pragma once
#include "keys/office/versions.h"
#include "seal/meter_keys/frames.h"

namespace kwota::keys {

struct MeterKeyRequest {
  MeterNumber meter;
  meter_keys::Work work = meter_keys::Work::download;
  std::int64_t version = 0;  ///< of the keys that shall come; 0: the one that meters shall have now
  std::string reason;
  std::int64_t approval = 0;
  std::string ukey{};  ///< label of the key UKEY that does it; empty: the office's vault
};
/// May the UKEY of that request do this at its meter now? Asked before its PIN and before the meter. Errors: `unknown_device`{device},
/// `not_a_key_ukey`{ukey}, `ukey_void`{ukey, reason}, `ukey_spoiled`{ukey}, `ukey_brings_keys_only`, `ukey_expired`{ukey, valid_to},
/// `ukey_of_other_version`{ukey, has, wanted}.
Result<Done> check_key_ukey(const books::Reader& books, const MeterKeyRequest& request, const people::Context& context);

/// A technician needs a second person. Errors: permission_denied, reason_missing, `unknown_meter`,
/// `version_unknown`{version}: the counters do not work with it, those of check_key_ukey(), those of an approval.
Result<books::Decision<Permission>> permit_meter_keys(const books::Reader& books, const MeterKeyRequest& request,
                                                      const people::Context& context);

/// What the meter or the silence after it said.
struct MeterKeyOutcome {
  std::string outcome;  ///< done, not_done, in_doubt
  std::string cause;    ///< code of the error; empty when it is done
  std::string evidence;
  std::optional<std::uint8_t> own_version;  ///< the utility's version that the meter holds now, as far as anybody knows
  std::vector<FormedKey> given;             ///< by check value
  std::string module{}, certificate{};      ///< of the meter's module, in hexadecimal, once they were believed
};
/// Into the key journal, the meter's register when it is known what it holds, and the register of modules.
Result<books::Decision<Done>> note_meter_keys(const books::Reader& books, const MeterKeyRequest& request,
                                              const Permission& permission, const MeterKeyOutcome& outcome,
                                              const people::Context& context);

/// The office knows these meters from now on. Error `meter_module_differs`{meter}: another module is known for it already, and no
/// contact with the meter has shown this one.
struct KnownModule {
  MeterNumber meter;
  std::string serial, certificate;  ///< in hexadecimal
};
/// The answer: how many are new or changed.
Result<books::Decision<std::int64_t>> know_modules(const books::Reader& books, const std::vector<KnownModule>& modules,
                                                   books::ModuleOrigin origin, const people::Context& context);

}  // namespace kwota::keys
