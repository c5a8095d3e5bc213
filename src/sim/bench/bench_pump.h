// A pump that stands on the bench: its memory and its module lie in files of the bench's folder, its records can be read on its line.
// Guarantees: what the pump has stored is in its file when it goes on, so that a kill at any moment is a power cut and nothing worse.
// Begin with BenchPump.
#pragma once
#include <filesystem>

#include "books/reader.h"
#include "meter/dlt645/pump_line.h"
#include "sim/line/served_line.h"
#include "sim/meter/meter_memory.h"
#include "sim/pump/well_pump.h"

namespace kwota::sim {

/// The well where this meter hangs now says whose cards it takes. Error meter_at_no_well {meter}.
Result<PumpSite> site_at_well(const books::Reader& books, MeterNumber number);

/// The memory chip of a pump in a file, read from memory: a pump stores once a second, and a bench hurries.
class PumpFile final : public Storage {
 public:
  /// Error `card_storage_failed`.
  static Result<std::shared_ptr<PumpFile>> open(const std::filesystem::path& path);
  ~PumpFile() override;
  PumpFile(const PumpFile&) = delete;
  PumpFile& operator=(const PumpFile&) = delete;
  Bytes read(std::size_t offset, std::size_t count) override;
  Result<void> write(std::size_t offset, ByteView bytes) override;

 private:
  explicit PumpFile(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
  Bytes bytes_ = Bytes(meter::Pump::storage_size, 0xFF);
};

/// What a swipe came to, until the next one.
struct BenchSwipe {
  std::string card;  ///< id
  std::string beside;  ///< of one that was held there with it
  WellPump::Swiped swiped;
};

/// As the page is shown it.
struct BenchPumpView {
  PumpSite site;
  PumpView pump;
  RunningPump::Flow flow;
  meter::PriceTable prices;
  std::vector<std::pair<std::string, std::uint32_t>> parameters;
  std::uint16_t black_list = 0;  ///< edition
  std::uint16_t black_cards = 0;
  bool own_module = true;
  std::optional<BenchSwipe> last;
  std::string line;  ///< where its records are read; empty: on no line
  bool window = false;  ///< the line ends at its infrared window, not at its wires
};

struct BenchPump {
  PumpSite site;
  MeterMemory memory;
  std::unique_ptr<WellPump> well{};
  bool own_module = true;
  std::optional<BenchSwipe> last{};
  std::string address{};  ///< of its line, also while it is off it
  bool on_line = false;
  bool window = false;    ///< a handheld stands before it: whoever asks proves himself
  std::unique_ptr<meter_line::PumpLine> station{};
  std::unique_ptr<ServedLine> line{};  ///< its thread takes the bench's lock: never dropped under it

  BenchPump(PumpSite where, std::shared_ptr<PumpFile> file) : site(where), memory(std::move(file)) {}
  BenchPumpView view();
};

}  // namespace kwota::sim
