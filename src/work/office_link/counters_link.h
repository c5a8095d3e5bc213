// The counters, from the key office: its messages wait in its own books until they were taken, in order; everything else is asked
// and answered while one waits. Guarantees: nothing that the counters must know can be forgotten – after each piece of work what
// the books have is held against what was told; counters that are away stop nothing but what only they can do.
// Begin with publish().
#pragma once
#include <functional>
#include <mutex>

#include "carry/iso7816/apdu.h"
#include "store/books.h"
#include "work/key_office/counters.h"
#include "work/key_office/meter_keys.h"
#include "work/office_link/envelope.h"

namespace kwota::office_link {

class CountersLink final : public key_office::Counters {
 public:
  struct Parts {
    store::Books& books;
    seal::Vault& office;           ///< its pair signs
    const Clock& clock;            ///< of the books
    const Clock& machine;          ///< which questions name
    /// Brings an envelope to an address and its answer back; post_json() in the program, a door in a test.
    std::function<Result<std::string>(const std::string& address, const std::string& envelope)> post;
  };
  explicit CountersLink(Parts parts) : parts_(std::move(parts)) {}

  Result<Bytes> receiving_key() override;
  Result<void> deliver(const keys::Delivery& delivery, const std::vector<books::KeyVersion>& rows) override;
  Result<void> publish() override;
  Result<void> meter_has_keys(MeterNumber meter, std::uint8_t version) override;
  Result<Report> report() override;
  Result<CampaignReport> campaign(std::int64_t number) override;
  Result<Bytes> prove(const seal::Authenticate& request) override;
  /// To the load SAM that the counters seal with, while they do. Error `not_in_reader`{card}: they do not seal with that one now.
  Result<iso7816::Response> ask_card(const CardSerial& card, const iso7816::Command& command);

  /// How many messages wait for the counters.
  std::int64_t waiting() const override;
  /// Why they still wait: an error's code; empty: nothing stands in the way.
  std::string trouble() const;
  std::optional<books::Partner> partner() const;

  /// The counters at this address whose public key lies in a file, at the first start. Nothing happens when some are known.
  Result<void> confirm_at_installation(const std::string& address, ByteView public_key);
  /// Who answers at that address now. Errors: counters_away, `counters_forged`.
  struct Seen {
    std::string fingerprint, public_key, receiving_key;
    keys::Before last;  ///< the last message of this office that they took
  };
  Result<Seen> look(const std::string& address);
  /// Counters that are new, or whose books or vault were lost, or who have messages of this office that its books have not; two key
  /// managers compared the fingerprint. Everything that they must know is told anew, behind the last message that they took. Errors: permission_denied, `counters_not_there` {fingerprint}, those of an approval.
  Result<Done> confirm(const std::string& address, const std::string& fingerprint, const std::string& reason, std::int64_t approval,
                       const people::Context& context);

  /// A question and its answer. Errors: `counters_unknown`, `counters_away`, `counters_forged`, and what the counters refuse.
  Result<boost::json::object> ask(boost::json::object question);

 private:
  Result<void> write(const std::string& body);
  Result<void> send_waiting();
  Result<void> publish_news();
  struct Answered {
    std::string question, envelope;  ///< the text that was asked; what came back, unopened
  };
  Result<Answered> put_question(const std::string& address, boost::json::object question);

  Parts parts_;
  mutable std::mutex mutex_;   ///< one question at a time, in the order of their times
  std::int64_t asked_us_ = 0;
  /// What these counters were told, and the newest message for them: out of the books once, then as it is written.
  struct Published {
    keys::Reported reported;
    keys::Before newest;
  };
  Result<Published*> published();
  std::mutex published_mutex_;      ///< of what is written
  std::optional<Published> published_;
  mutable std::mutex trouble_mutex_;
  std::string trouble_;
};

/// Meters on the counters' lines, as the office reaches them: every command goes through their door.
class RelayedMeters final : public key_office::MeterLinks {
 public:
  /// `factories`: folder of factories that are believed, as MetersOnLines has it. Of whom the counters name only the bench's is
  /// believed, in sample books: who holds their machine would name a factory of his own and be given the keys of any meter.
  RelayedMeters(CountersLink& link, store::Books& books, std::filesystem::path factories)
      : link_(link), books_(books), factories_(std::move(factories)) {}
  Result<key_office::ToModule> open(MeterNumber meter) override;
  /// The office's own row of a meter whose line somebody holds here: what the counters know of its keys. Error `unknown_meter`.
  Result<void> learn(MeterNumber meter);
  Result<std::vector<meter_keys::TrustedFactory>> factories(ByteView utility_key, const std::string& utility_name) override;

 private:
  CountersLink& link_;
  store::Books& books_;
  std::filesystem::path factories_;
};

}  // namespace kwota::office_link
