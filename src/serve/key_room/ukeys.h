// UKEYs of the key office: issued out of its own vault or from a master UKEY, with the books before and after; which are plugged
// in here, and a new PIN after a lock-out. Guarantees: a UKEY has a second manager's word and a line in the key journal before
// its token is made; one that was broken off is spoiled and says so. Its PIN is in the answer, once, and nowhere else.   Begin
// with issue().
#pragma once
#include "keys/office/ukeys.h"
#include "seal/keys/ukey.h"
#include "serve/key_room/key_room.h"

namespace kwota::serve {

struct UkeyRequest {
  seal::UkeyKind kind = seal::UkeyKind::user;
  std::string holder;        ///< shown name
  Money amount{};            ///< of a user UKEY: sum of credit that it may seal
  std::int64_t count = 0;    ///< and number of sales
  std::string valid_to;      ///< of a user or key UKEY: its last day, YYYY-MM-DD in the utility's zone
  std::int64_t version = 0;  ///< of the keys; 0: the one in use
  std::vector<MeterNumber> meters;  ///< of a key UKEY: whose sets it brings; none: all meters whose certificates are known
  std::string master;        ///< label of the master UKEY that issues it; empty: the office's vault does
  SecretBytes master_pin;
  std::string reason;
  std::int64_t approval = 0;
};

class UkeyDesk {
 public:
  struct Parts {
    store::Books& books;
    KeyRoom& room;
    seal::UkeyPlace place;
    Random& random;
    const Clock& clock;
    seal::UkeyVault* in_use = nullptr;  ///< the UKEY that this counter seals with, when it has one
    std::string label_in_use{};
  };
  explicit UkeyDesk(Parts parts) : parts_(std::move(parts)) {}

  struct Issued {
    books::KeyDevice device;
    SecretBytes pin;
  };
  /// Four eyes. Errors: permission_denied, `bad_ukey` {field}, `bad_date`, `factors_missing`, `unknown_device`, those of
  /// keys::check_device (of the master), of an approval, of seal::issue_ukey and of the master's PIN.
  Result<Issued> issue(const UkeyRequest& request, const shift::Context& context);
  /// A new PIN. Errors: permission_denied, `unknown_device`, those of keys::check_device; `vault_offline`: it is not plugged in.
  Result<SecretBytes> unblock(const std::string& label, const shift::Context& context);

  /// A user UKEY as it says itself, for the books too. Needs its PIN: nobody else can look into it.
  struct Told {
    books::KeyDevice device;
    seal::UkeyState state;
  };
  /// Errors: permission_denied, those of keys::user_ukey, of the PIN and the token.
  Result<Told> read(const std::string& label, const SecretBytes& pin, const shift::Context& context);
  /// Four eyes. Errors besides: those of keys::permit_refill and UkeyVault::refill.
  Result<Told> refill(const keys::RefillOrder& order, const SecretBytes& pin, const shift::Context& context);

  struct Seen {
    books::KeyDevice device;
    bool plugged_in = false;
    bool in_use = false;                     ///< by this counter
    std::optional<seal::UkeyState> state{};  ///< while it is in use and its PIN was given: nobody else can look into it
  };
  Result<std::vector<Seen>> all();
  const seal::UkeyPlace& place() const { return parts_.place; }

 private:
  Result<seal::UkeyOrder> order_of(const UkeyRequest& request, const shift::Context& context) const;
  Result<std::unique_ptr<seal::UkeyVault>> open(const std::string& label, const SecretBytes& pin, const shift::Context& context);
  Result<seal::IssuedUkey> make(const UkeyRequest& request, const seal::UkeyOrder& order);

  Parts parts_;
};

}  // namespace kwota::serve
