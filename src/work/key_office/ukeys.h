// UKEYs of the key office: issued out of its own vault, with the books before and after; which are plugged
// in here, and a new PIN after a lock-out. Guarantees: a UKEY has a second manager's word and a line in the key journal before
// its token is made; one that was broken off is spoiled and says so. Its PIN is what its holder types; it is in no answer and kept
// nowhere.   Begin with issue().
#pragma once
#include "seal/ukey/ukey.h"
#include "work/key_office/key_office.h"

namespace kwota::key_office {

struct UkeyRequest {
  std::string holder;        ///< shown name
  SecretBytes pin;           ///< as the holder typed it
  std::string valid_to;      ///< its last day, YYYY-MM-DD in the utility's zone
  std::int64_t version = 0;  ///< of the keys; 0: the one in use
  std::vector<MeterNumber> meters;  ///< whose sets it brings; none: all meters whose certificates are known
  std::string reason;
  std::int64_t approval = 0;
};

class UkeyDesk {
 public:
  struct Parts {
    store::Books& books;
    KeyOffice& room;
    seal::UkeyPlace place;
    Random& random;
  };
  explicit UkeyDesk(Parts parts) : parts_(std::move(parts)) {}

  /// Four eyes. Errors: permission_denied, `bad_ukey` {field}, `bad_ukey_pin`, `bad_date`, `factors_missing`, those of an
  /// approval and of seal::issue_ukey.
  Result<books::KeyDevice> issue(const UkeyRequest& request, const people::Context& context);
  /// A new PIN, typed by the holder. Errors: permission_denied, `bad_ukey_pin`, `unknown_device`, those of keys::check_device;
  /// `vault_offline`: it is not plugged in.
  Result<Done> unblock(const std::string& label, const SecretBytes& pin, const people::Context& context);

  struct Seen {
    books::KeyDevice device;
    bool plugged_in = false;
  };
  Result<std::vector<Seen>> all();
  const seal::UkeyPlace& place() const { return parts_.place; }

 private:
  Result<seal::UkeyOrder> order_of(const UkeyRequest& request) const;
  Result<std::string> make(const UkeyRequest& request, seal::UkeyOrder order, Instant valid_to);

  Parts parts_;
};

}  // namespace kwota::key_office
