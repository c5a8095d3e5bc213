// The key office's room in the server: the vaults in which keys are formed and from which they go to the counters, the books of
// the key system, and the components of a ceremony while it runs – brought together, one piece of work at a time.
// Guarantees: what the vaults do is permitted in the books before and written down after it; a step that was killed half-way is
// found and finished by asking for it again; components and backup shares wait in locked memory (SecretBytes) and end with the
// process; the counters are another program, which gets closed blocks and signed messages. Never: returns or writes a
// key.   Begin with start_ceremony(), deliver(), activate(); officers' cards in officer_cards.cpp, backup in key_backup.cpp.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "carry/dialogue/parties.h"
#include "keys/campaign/campaign.h"
#include "keys/ceremony/ceremony.h"
#include "keys/office/devices.h"
#include "keys/office/tree.h"
#include "seal/vault/key_store.h"
#include "store/books.h"
#include "work/key_office/counters.h"

namespace kwota::key_office {

class KeyOffice {
 public:
  struct Parts {
    store::Books& books;
    seal::KeyStore& office;
    Counters& counters;  ///< the other program
    const Clock& clock;
    Random& random;
    std::filesystem::path folder;  ///< of backups
  };
  /// Ceremonies and shares that a former process left behind are closed: what they waited with is gone. Errors of the books.
  static Result<std::unique_ptr<KeyOffice>> open(Parts parts);

  // ---- ceremony ----
  Result<books::Ceremony> start_ceremony(const keys::CeremonyRequest& request, const people::Context& context);
  struct Receipt {
    seal::KeyCheckValue check_value{};
    std::size_t given = 0, required = 0;
  };
  struct Typed {
    SecretBytes component, repeated;
  };
  /// Without `typed` the vault rolls it, and nobody ever sees it; the supplier's key comes in his letters and is typed. Errors:
  /// those of OpenCeremony::give; `unknown_ceremony`, `ceremony_not_open` {state}, `component_of_letter`.
  Result<Receipt> give_component(std::int64_t ceremony, const std::optional<Typed>& typed, const people::Context& context);
  /// A card on a reader and what opens it; `parties` speak to it.
  struct OfficerCard {
    CardSerial serial;
    Bytes pin;
  };
  /// The component goes onto the officer's blank card – typed, or without that rolled by the vault –, is read back, and only then
  /// given. A card torn out leaves the ceremony as it was. Errors: those of give_component(), of keys::begin_officer_card() and
  /// of key_cards::issue_officer_card(); `transport_key_missing`.
  Result<Receipt> give_and_keep(std::int64_t ceremony, const OfficerCard& card, const std::optional<Typed>& typed,
                                const dialogue::Parties& parties, const people::Context& context);
  /// The component comes from the officer's card. Errors: those of give_component(), of keys::may_bring() and of
  /// key_cards::read_component().
  Result<Receipt> give_from_card(std::int64_t ceremony, const OfficerCard& card, const dialogue::Parties& parties,
                                 const people::Context& context);
  /// Forms the key and, of a seed, the roots of all purposes. A share of the vault's own dice is mixed into every seed: what
  /// officers choose, know or agree upon never decides alone.
  Result<books::Ceremony> form(std::int64_t ceremony, const people::Context& context);
  Result<books::Ceremony> abandon(std::int64_t ceremony, const std::string& reason, const people::Context& context);
  /// When the open ceremony ends by itself; nothing: none is open.
  std::optional<Instant> expires(std::int64_t ceremony);

  // ---- versions ----
  Result<books::KeyFactors> choose_factors(const keys::FactorChoice& choice, const people::Context& context);
  /// As an officer's card has them: his PIN, the manager's choice. Besides: those of key_cards::read_factors().
  Result<books::KeyFactors> choose_factors_from_card(const OfficerCard& card, const dialogue::Parties& parties,
                                                     const people::Context& context);
  Result<std::vector<keys::FormedKey>> deliver(const keys::VersionRequest& request, const people::Context& context);
  Result<std::vector<keys::FormedKey>> activate(const keys::VersionRequest& request, const people::Context& context);
  Result<books::KeyVersion> destroy(const keys::DestructionRequest& request, const people::Context& context);
  Result<std::vector<books::KeyDevice>> void_device(const keys::VoidRequest& request, const people::Context& context);

  // ---- backup and recovery ----
  struct ShareRequest {
    unsigned needed = 0;
    std::vector<std::string> holders;
    std::string reason;
    std::int64_t approval = 0;
  };
  /// A new backup key, split among the holders. Errors: `bad_share_numbers`, `not_a_key_officer` {operator}, `same_person_twice`,
  /// those of an approval.
  Result<Done> make_backup_key(const ShareRequest& request, const people::Context& context);
  /// The share of `context.who`, once. Errors: `no_share_for_you`.
  Result<SecretBytes> collect_share(const people::Context& context);
  struct Backup {
    std::string file;
    std::size_t keys = 0;
  };
  Result<Backup> back_up(const std::string& reason, std::int64_t approval, const people::Context& context);
  /// Errors: `unknown_backup` {file}.
  Result<Bytes> backup_file(const std::string& file) const;
  std::vector<std::string> backups() const;

  struct SharesGiven {
    std::size_t given = 0, needed = 0;
  };
  /// The holder's own share alone: one that the books know as another's is refused, and the journal says who brought it. Errors:
  /// `bad_share` {why}, `share_given`, `share_of_another` {device, holder}.
  Result<SharesGiven> give_share(ByteView text, const people::Context& context);
  struct RestoreRequest {
    std::string file, reason;
    bool older = false;  ///< they know that it is not the newest one
    std::int64_t approval = 0;
  };
  struct Restored {
    struct Key {
      seal::KeyDescription key;
      bool agrees = false;  ///< with the check value of the books
    };
    std::vector<Key> keys;
    std::vector<books::KeyVersion> destroyed;  ///< in the backup, and left there: the books call them destroyed
    std::optional<Instant> made;               ///< when the backup was written, as the journal knows it by its hash
  };
  /// Brings the keys of the backup into the office, and what the counters lived by back to them; what was destroyed stays
  /// destroyed. Errors: `shares_missing` {given, needed}, `unknown_backup` {file}, `backup_older` {file, made, newest} until
  /// `older` is said, `bad_backup`, `shares_do_not_fit`, those of an approval.
  Result<Restored> restore(const RestoreRequest& request, const people::Context& context);

  /// Work of others with the office's keys (issuing cards), alone.
  template <class Work>
  auto with_office(Work work) {
    const std::lock_guard lock(mutex_);
    return work(parts_.office);
  }
  seal::KeyStore& office() { return parts_.office; }
  Counters& counters() { return parts_.counters; }

 private:
  explicit KeyOffice(Parts parts) : parts_(std::move(parts)) {}

  Result<void> close_what_was_left();
  void close_expired(Instant now);
  Result<void> is_held(std::int64_t ceremony);
  /// A component that this officer may give, and its check value; nothing of it is kept yet.
  struct Prepared {
    SecretBytes component;
    seal::KeyCheckValue check_value{};
  };
  Result<void> may_give(std::int64_t ceremony, const people::Context& context);
  Result<SecretBytes> rolled(seal::Suite suite);
  Result<Prepared> prepare(std::int64_t ceremony, const std::optional<Typed>& typed, const people::Context& context);
  Result<Done> write_card(const OfficerCard& card, const Prepared& prepared, const dialogue::Parties& parties,
                          const people::Context& context);
  Result<Receipt> give(std::int64_t ceremony, ByteView component, ByteView repeated, const std::string& card,
                       const people::Context& context);
  Result<std::int64_t> lost_transport_key();
  Result<seal::KeyCheckValue> form_transport_key(const keys::OpenCeremony::Setup& setup, std::span<const SecretBytes> components);
  Result<seal::KeyCheckValue> form_inside(const keys::OpenCeremony::Setup& setup, std::span<const SecretBytes> components,
                                          std::vector<keys::FormedKey>& formed);
  Result<void> counters_of_our_county(const Result<Counters::Report>& counters);
  Result<std::vector<keys::FormedKey>> hand_over_version(std::uint8_t version);
  std::string new_name(Instant now) const;
  Result<std::vector<seal::Share>> shares_to_restore() const;
  Result<void> is_his_share(const std::string& serial, const people::Context& context);
  Result<std::vector<books::KeyVersion>> rows_to_repeat(std::int64_t version, bool supplied);
  Result<void> bring_back_to_counters();
  static Result<seal::KeyRef> ref_of(const books::KeyVersion& row);
  Result<std::vector<books::KeyVersion>> versions_of_all(std::initializer_list<books::KeyStatus> states);
  Result<std::vector<books::KeyVersion>> versions_of(std::string_view vault, std::initializer_list<books::KeyStatus> states);

  /// Decides in the name of `context.who`.
  template <class Decide>
  auto run(const people::Context& context, std::string_view action, Decide decide) {
    return parts_.books.run({context.who.name, std::string(action), context.station}, decide);
  }

  Parts parts_;
  std::mutex mutex_;
  std::optional<keys::OpenCeremony> open_;
  std::map<std::string, SecretBytes, std::less<>> shares_;        ///< by holder, until he has collected it
  std::map<std::string, SecretBytes, std::less<>> given_shares_;  ///< for a restore, by who gave it
};

}  // namespace kwota::key_office
