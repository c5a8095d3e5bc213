// A meter's embedded security module (ESAM) as software: it keeps the keys and answers the few questions of the card
// procedure; the meter's own code never sees a key. Real modules use unpublished ciphers (SM1), so this one takes their
// shape with the suites we have (cards.md 5.2, 5.3 [K]).
// It holds the factory's keys, the utility's current and previous version - both open cards until the older one is to be
// forgotten - and a spare set in which new keys are collected; its P-256 pair with the factory's certificate is its name.
// Guarantees: every key is diversified by the card's serial before use; keys change all or none, by one stored write, to a
// higher version, as a set that its own utility made for this meter and signed; the very same set may come again and changes
// nothing. Never: hands out a key or a bare cipher.
// Begin with answer() for cards, execute() for the link over which keys come (seal/meter_keys).
#pragma once
#include "base/random.h"
#include "meter/core/card_session.h"
#include "meter/esam/key_set.h"
#include "seal/cipher/secure_messaging.h"

namespace kwota::esam {

/// The module's memory. A real one is inside the chip; whoever stands in for it keeps the bytes sealed.
class Memory {
 public:
  virtual ~Memory() = default;
  /// Nothing when it never was written, or is damaged.
  virtual std::optional<SecretBytes> load() = 0;
  /// All or nothing, also when power goes. False: what was there before is still there, or power is gone.
  virtual bool store(ByteView bytes) = 0;
};

/// What the two sides of the infrared port prove themselves by [K]: derived for each side from the meter's key meter_identity,
/// because a meter that enciphers whatever a stranger sends must not do it with the key that opens a remote session.
seal::Key infrared_key(const seal::Key& identity, bool of_the_meter);

class Esam {
 public:
  /// `memory` and `random` outlive the module.
  Esam(Memory& memory, Random& random) : memory_(memory), random_(random) {}

  /// At the works. False: the memory does not keep it.
  bool commission(Contents contents);
  /// What it had in RAM is gone. False: nothing, or nothing whole, in its memory.
  bool power_on();

  /// The bytes that SecurityRequest::Kind promises; empty when the proof does not fit.
  Bytes answer(const meter::SecurityRequest& request);
  /// Whether `mac` over `message`, started with a random number of this module, was made with the meter's own key of that
  /// purpose: what DL/T 645 brings over the line.
  bool proves(seal::Purpose purpose, const seal::Challenge& random2, ByteView message, ByteView mac) const;
  /// What was enciphered with the meter's own key of that purpose (DL/T 645, PA 98); empty when it does not come out. Only for
  /// what has proved itself first.
  Bytes deciphered(seal::Purpose purpose, ByteView cipher) const;
  /// Such a MAC of the meter itself; only for what it says of its account.
  seal::Mac own_mac(seal::Purpose purpose, const seal::Challenge& random2, ByteView message) const;
  /// A handheld at the infrared port (DL/T 645, 07 80 03 FF): what proves the meter to it, and what it has to answer.
  struct Greeting {
    std::array<std::uint8_t, 8> cipher{}, random2{};
  };
  Greeting greet(ByteView random1);
  /// Whether `cipher` answers the newest greeting; each one is good once.
  bool handheld_proves(ByteView cipher);
  /// A command of the key link (seal/meter_keys/frames.h): data || SW. `now`: by the meter's clock, nothing while it has
  /// stopped; then no UKEY is believed, because each has a last day.
  Bytes execute(ByteView command, std::optional<meter::ClockTime> now);

  /// Test and demonstration only: published keys without a dialogue.
  bool install(KeySet keys);
  meter_keys::MeterIdentity identity() const;
  /// How many void cards it refuses.
  std::size_t void_cards() const { return contents_.voided.size(); }
  bool has_identity() const { return !contents_.identity.empty(); }
  /// State 01 utility's or 00 factory's, current version, previous one still good, edition of the void list [K].
  std::uint32_t key_info() const { return meter_keys::key_info_of(identity()); }

 private:
  struct Command {
    std::uint8_t ins = 0, p1 = 0, p2 = 0;
    ByteView data;
  };
  /// What the link has said since power came; no secret of it is stored.
  struct Link {
    Bytes utility_certificate, ukey_certificate;
    Bytes utility_key;  ///< whose the meter is or will be
    Bytes signer_key;   ///< who proves it: the utility's identity, or that of one of its UKEYs
    std::optional<meter_keys::Opening> opening;
    seal::Digest transcript{};
    SecretBytes shared;              ///< of the set's ephemeral pair and our own
    meter_keys::SetContent content;  ///< as it has come so far
    bool authenticated = false, proven = false;
  };

  // the card procedure
  const KeySet& set_in_use() const;
  Bytes check_card(const meter::SecurityRequest& request);
  seal::Mac line_mac(const meter::SecurityRequest& request) const;
  Bytes take_card_key(const meter::SecurityRequest& request);
  Bytes change_by_card(std::uint8_t version);
  Bytes restore_by_card();
  Bytes take_void_list(const meter::SecurityRequest& request);

  // the link, command by command
  Bytes answer_identity() const;
  Bytes authenticate(const Command& command);
  Bytes answer_certificate(const Command& command) const;
  Bytes take_certificate(const Command& command, Bytes& collected);
  Bytes open(const Command& command, std::optional<meter::ClockTime> now);
  Bytes prove(const Command& command);
  Bytes put_key(const Command& command);
  Bytes change(const Command& command);
  std::uint16_t may_open(const meter_keys::Opening& opening) const;
  std::uint16_t believe_utility(std::optional<meter::ClockTime> now);
  std::uint16_t believe_ukey(std::optional<meter::ClockTime> now);
  bool collected(ByteView list) const;
  std::uint16_t take_set(ByteView list_and_signature, Contents& next) const;

  /// One stored write; a failure leaves the module as it was.
  bool store(Contents next);
  void change_over(Contents& next) const;

  Memory& memory_;
  Random& random_;
  Contents contents_;
  Link link_;
  std::uint8_t version_in_use_ = factory_version;          ///< the version by which the card in the slot proved itself
  std::array<std::uint8_t, 8> challenge_{};                ///< the newest random number that left the module
  std::optional<std::array<std::uint8_t, 8>> greeting_{};  ///< what a handheld has to answer
};

}  // namespace kwota::esam
