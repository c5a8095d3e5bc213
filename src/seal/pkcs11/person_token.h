// The token of one who handles keys: what proves that it is he, beside his password. In it lies one pair for signatures (ECDSA on P-256),
// made there, which never leaves it; it belongs to no tree of keys and seals nothing. A SoftHSM token in a folder of his own stands in for
// the thing that he carries: it is plugged in only while it is asked, so taking his folder away is taking his token away.
// Guarantees: the PIN is what its holder typed and is kept nowhere; no token is replaced, one that is made anew lies beside the one before.
// Never: certifies anybody; who is believed stands in the books (keys/office/certificates.h).
// Limits of the stand-in: whoever holds the folder and the PIN signs in its holder's name, and may try PINs without end.
// Begin with PersonTokens::make(), then sign().
#pragma once
#include "base/random.h"
#include "seal/cipher/ecdsa.h"
#include "seal/pkcs11/pkcs11_session.h"

namespace kwota::seal {

/// Where people plug theirs in.
struct PersonPlace {
  std::shared_ptr<Pkcs11Module> module;
  std::filesystem::path slots;   ///< SoftHSM's folder of tokens
  std::filesystem::path folder;  ///< one folder a person, beneath it
  bool stands_in = true;         ///< SoftHSM folders; false: tokens of another module, named by their labels
};

/// Those of the key office's data folder. `stands_in`: its vault.json names no module.
PersonPlace people_of(std::shared_ptr<Pkcs11Module> module, const std::filesystem::path& data_folder, bool stands_in);

/// 8 to 64 characters, not all the same. Error `bad_person_pin`.
Result<void> check_person_pin(const SecretBytes& pin);

class PersonTokens {
 public:
  explicit PersonTokens(PersonPlace place) : place_(std::move(place)) {}

  /// Lets the library see the folders that are here now, once, before anybody works with it: else it looks for tokens anew when the first
  /// of them is asked, and that ends what others have begun with their own (a delivery of keys). One that comes later is found then.
  Result<void> introduce();

  struct Order {
    std::string person;
    SecretBytes pin;      ///< of a token of his own: the one that it has already
    std::string label{};  ///< of a token of another module; empty: a folder stands in
  };
  /// A pair for this person, made in his token. The answer: its public half (SubjectPublicKeyInfo). Errors: `bad_person_pin`,
  /// `person_token_label_missing`, `person_token_missing`, `wrong_person_pin`, `vault_refused`.
  Result<Bytes> make(const Order& order, Random& random);

  /// r || s over SHA-256 of the message. Errors: `person_token_missing` {person}; `wrong_person_pin`; `person_token_empty`: another thing
  /// than what was certified; those of the module.
  Result<Signature> sign(const std::string& person, const SecretBytes& pin, ByteView message);

  bool stands_in() const { return place_.stands_in; }
  /// Where the folder of a person stands in for his token.
  std::filesystem::path home_of(const std::string& person) const;

 private:
  Result<std::string> make_folder(const Order& order, Random& random);
  Result<Bytes> make_pair(const std::string& label, const Order& order);

  PersonPlace place_;
};

}  // namespace kwota::seal
