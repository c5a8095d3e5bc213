// A handheld before a meter: the line, the proof, and the pieces of work that its menus and --do name. Begin with AtTheMeter and
// works().
#pragma once
#include "base/random.h"
#include "carry/dialogue/parties.h"
#include "carry/handheld/device_store.h"
#include "carry/handheld/psam_keys.h"
#include "carry/handheld/visit.h"
#include "carry/wire/meter_line.h"
#include "seal/vault/test_keys.h"

namespace kwota::app {

struct HandheldSetup {
  std::string port;   ///< tcp://host:port or serial:///dev/ttyUSB0; infrared light is 1200 baud unless it says otherwise
  std::string meter;  ///< twelve digits; empty: the only one before the window
  dlt645::OperatorCode by{};
  int patience_ms = 4000;
  unsigned baud = 1200;  ///< of a serial port that does not say its own
  std::size_t wake_up = dlt645::wake_up_bytes;  ///< bytes FE before each question
};

/// What a piece of work says when it is done: a text of the dictionary (`handheld.done.<key>`) and its figures. `shown`: what somebody who asked for it
/// wants to see of the meter, as its records say it.
struct WorkDone {
  std::string key;
  Details details{};
  std::vector<handheld::Entry> shown{};
};

/// What a meter's proof and the handheld's are made with: a PSAM in a reader, or keys that everybody knows.
using KeysOf = std::function<seal::infrared::Encipher(MeterNumber)>;
KeysOf known_keys(const seal::RootOf& roots);
/// `reader`: its PC/SC name; the PIN is given at once. Errors: those of the reader and of PsamKeys::open().
Result<KeysOf> keys_in_psam(const std::string& reader, SecretBytes pin);

class AtTheMeter {
 public:
  /// `store` outlives it.
  AtTheMeter(HandheldSetup setup, KeysOf keys, handheld::DeviceStore& store, Zone zone)
      : setup_(std::move(setup)), keys_(std::move(keys)), store_(store), zone_(std::move(zone)) {}

  /// The session that stands, or a new one: a proof that was lost on its way is made anew.
  Result<handheld::Session> session();
  /// The next piece of work is another meter's, or the light was gone.
  void leave() { session_.reset(); }
  const HandheldSetup& setup() const { return setup_; }
  /// The line is opened anew.
  void change(const HandheldSetup& next);
  /// Called whenever something new is stored, with how many entries this made since; its Error ends the work there. What is stored stays.
  void watch(std::function<Result<void>(std::size_t stored)> heard) {
    heard_ = std::move(heard);
    stored_ = 0;
  }
  handheld::DeviceStore& store() { return store_; }
  LocalTime now() const { return zone_.local(clock_.now()); }
  Instant moment() const { return clock_.now(); }
  Result<dlt645::Address> address() const;

  template <class T>
  Result<T> run(handheld::Dialogue<T> conversation) {
    TRY(here, parties());
    auto result = dialogue::run(conversation, here);
    if (!result.ok()) leave();
    return result;
  }

 private:
  Result<dialogue::Parties> parties();
  Result<void> keep(const dialogue::JournalNote& note);

  HandheldSetup setup_;
  KeysOf keys_;
  handheld::DeviceStore& store_;
  Zone zone_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<wire::MeterLine> line_;
  std::optional<handheld::Session> session_;
  std::function<Result<void>(std::size_t)> heard_;
  std::size_t stored_ = 0;
};

/// A piece of work by its words: "read usage new", "set settlement 25 0".
struct Work {
  std::string_view name, arguments;
  Result<WorkDone> (*run)(AtTheMeter& at, const std::vector<std::string>& given);
  std::size_t given_least = 0, given_most = 0;
};
std::span<const Work> works();
/// That there is such work. Error `unknown_work`{work}.
Result<void> is_work(const std::string& words);
/// Errors of is_work(), those of the work.
Result<WorkDone> do_work(AtTheMeter& at, const std::string& words);

}  // namespace kwota::app
