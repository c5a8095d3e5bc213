// The bench: a wallet of cards, virtual readers behind a real pcscd, meters with a display, a key, a load and a card slot, and pumps –
// so that the whole way of a sale can be tried on any PC without hardware. Clearly labelled wherever it is shown.
// Guarantees: cards and meters live in files and survive a restart or a kill at any moment; the server cannot tell these cards
// from real ones. Never: is there without --bench.   Begin with Bench::open().
#pragma once
#include <array>
#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include <boost/json/array.hpp>

#include "sim/bench/bench_clock.h"
#include "sim/bench/bench_pump.h"
#include "sim/meter/simulated_meter.h"
#include "sim/bench/card_place.h"
#include "sim/reader/private_pcscd.h"
#include "sim/reader/virtual_reader.h"

namespace kwota::sim {

/// The clock's offset as the bench was left; zero for a new one.
Duration saved_offset(const std::filesystem::path& folder);

struct BenchCard {
  std::string id;     ///< "c1", stable
  CardSerial serial;
  CardPlace place;
  std::string copy_of;           ///< id of the card it was copied from, byte by byte; empty: none
  std::optional<PurseSight> purse{};  ///< what a card that holds money has on it; nothing also while its reader has it
};

struct BenchMeter {
  MeterView view;
  std::string card;   ///< id; empty: none
  Power load;         ///< that is switched on, whether the relay lets it through or not
  std::string line;   ///< where it is reached, "tcp://127.0.0.1:40123"; empty: on no line
  std::string fault;  ///< of that line, as parse_faults() has it
};

/// What is in a pump's module slot. `card`: a card of the bench becomes its own, as a PSAM that the key office has issued for it.
enum class PumpModule : std::uint8_t { own, other, none, card };
constexpr auto words_of(PumpModule) { return std::array<std::string_view, 4>{"own", "other", "none", "card"}; }

/// Where a pump is spoken to beside its cards: nowhere, on its line, or by a handheld at its infrared window.
enum class PumpReach : std::uint8_t { nowhere, line, window };

class Bench {
 public:
  static constexpr std::size_t slots = 4;  ///< two on the counter, and two below it: for a PSAM or load SAM, and a mother card
  static constexpr int blank_cards_at_first = 4;

  struct Setup {
    std::filesystem::path folder;   ///< for cards, meters and their places
    Zone zone = Zone::utc();        ///< of the meters' clocks
    esam::KeySet county_keys{};     ///< the sample keys of these books: of meters that are hung up with keys
    seal::RootOf roots{};           ///< the same keys, for the modules of pumps
  };

  /// Starts the card service and goes on where the bench stood. Sets PCSCLITE_CSOCK_NAME for this process: call it before
  /// anything speaks PC/SC. Errors: card_service_missing, card_service_failed, bench_damaged.
  static Result<std::unique_ptr<Bench>> open(Setup setup, BenchClock& clock, Random& random);
  ~Bench();
  Bench(const Bench&) = delete;

  std::vector<BenchCard> cards() const;
  std::vector<BenchMeter> meters() const;
  std::string reader_name(std::size_t slot) const { return service_.reader_name(slot); }

  Result<BenchCard> add_card();
  /// A thief's copy: the same bytes on another chip with its own serial.
  Result<BenchCard> copy_card(const std::string& id);
  /// `to`: as parse_card_place() reads it. `beside`: where a card lies on that reader already, both lie there. Errors: not_found, place_taken.
  Result<void> move_card(const std::string& id, const std::string& to, bool beside = false);
  /// Somebody who needs no reader has the card in his hand; it goes back into the wallet. Errors: not_found, place_taken: it lies elsewhere; those of the work.
  Result<void> with_card(const std::string& id, const std::function<Result<void>(CardOs&)>& work);
  /// The card's whole visit to a meter, in no time. Errors: not_found, place_taken.
  Result<void> visit(MeterNumber meter, const std::string& id);
  /// A hand takes the card off its reader at the `commands`th command from now, 1 the next: that one is executed, its answer lost.
  /// 0: it stays. Errors: not_found, not_in_reader.
  Result<void> pull_card_at(const std::string& id, std::uint32_t commands);

  /// A meter from the factory; `keys` false leaves it in its factory state, else it gets the sample keys of these books. Errors: unknown_meter_model, meter_exists.
  Result<void> add_meter(MeterNumber number, std::string_view model, bool keys);
  bool has_meter(MeterNumber number) const;
  /// A technician gives it the sample keys of these books, whatever it had. Errors: not_found.
  Result<void> install_sample_keys(MeterNumber number);
  /// Hangs a meter on a TCP line of its own, with faults that parse_faults() knows; on a line already, it keeps its address and
  /// gets these faults. Errors: not_found, bad_fault, listen_failed.
  Result<void> put_on_line(MeterNumber number, const std::string& fault);
  /// Nobody reaches it over the line any more; its address stays its own for the next time. Error: not_found.
  Result<void> take_off_line(MeterNumber number);
  /// Errors: not_found.
  Result<void> with_meter(MeterNumber number, const std::function<void(SimulatedMeter&)>& work);
  /// The clock of books and devices goes on by so much, and a killed bench knows it, before anybody has a row of the later time.
  void advance_clock(Duration by);
  // ---- pumps
  std::vector<BenchPumpView> pumps();
  /// Error: meter_exists.
  Result<void> add_pump(const PumpSite& site, const meter::PriceTable& prices);
  /// Somebody holds a card to a pump – with another one `beside` it, unless that is empty – and puts it back into the wallet, wherever it lay before. Error: not_found.
  Result<void> swipe(MeterNumber pump, const std::string& card, const std::string& beside, std::optional<PumpPull> pull);
  /// Errors: not_found, those of the work.
  Result<void> with_pump(MeterNumber number, const std::function<Result<void>(WellPump&)>& work);
  /// `card`: of PumpModule::card; the module before it lies in the wallet then, in that card's place. Errors: not_found, exchange_failed.
  Result<void> give_module(MeterNumber number, PumpModule which, const std::string& card = {});
  /// Whoever reads a pump's records finds it there. Errors: not_found, listen_failed.
  Result<void> connect_pump(MeterNumber number, PumpReach reach);
  /// The number that is printed on a card in the wallet; nothing: it is no purse card, or lies elsewhere.
  std::optional<CardSerial> purse_number(const std::string& card) const;

  /// Everything is lived through and written down, the clock as well.
  void keep();

  /// Where these meters come from: its certificate, and whom it certifies.
  const Factory& factory() const { return factory_; }

 private:
  struct Meter;
  Bench(Setup setup, BenchClock& clock, Random& random, PrivatePcscd service, SecretBytes sealing_key, Factory factory);
  Result<void> load();
  Result<void> load_card(BenchCard card);
  Result<CardOs*> in_wallet(const std::string& id);
  Result<void> load_meter(MeterNumber number, const std::string& model, bool keys);
  Result<std::unique_ptr<ServedLine>> serve_line(Meter& meter);
  Result<CardOs> module_of(const PumpSite& site);
  Result<void> exchange_module(BenchPump& place, const std::string& card);
  Result<void> load_pump(const PumpSite& site);
  void load_pumps(const boost::json::array& rows);
  boost::json::array pump_rows() const;
  Result<std::unique_ptr<ServedLine>> serve_pump(BenchPump& place);
  void save(Duration soon = {}) const;  ///< `soon`: by so much the clock goes on in a moment
  void run();
  void tick();
  /// The time that has passed is lived through, so that whoever does something finds everything as it is now.
  void catch_up();
  Result<void> take_away(const BenchCard& card);
  Result<CardOs*> take_in_hand(const std::string& card);
  BenchCard* other_at(const CardPlace& place, const BenchCard& card);
  Result<void> put_down(BenchCard& card, const CardPlace& place, bool beside);
  VirtualReader::BeforeCommand hand_at(std::size_t slot);
  Result<std::string> free_id(const CardState& card);

  Setup setup_;
  BenchClock& clock_;
  Random& random_;
  PrivatePcscd service_;
  SecretBytes sealing_key_;  ///< of what a security module would keep to itself
  Factory factory_;
  std::array<std::atomic<std::uint32_t>, slots> pull_at_{};  ///< so many commands from now; 0: nobody pulls
  std::vector<std::unique_ptr<VirtualReader>> readers_;

  mutable std::mutex mutex_;
  std::vector<BenchCard> cards_;
  std::map<std::string, CardOs> chips_;
  std::map<MeterNumber, std::unique_ptr<Meter>> meters_;
  std::map<MeterNumber, std::unique_ptr<BenchPump>> pumps_;
  Instant ticked_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace kwota::sim
