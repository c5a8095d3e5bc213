// A pump's side of DL/T 645-2007 without I/O: bytes of the line in, answer frames out. It tells its records to whoever asks on
// its wires, as a meter does (irrigation.md 6): nothing is erased or marked by reading, and the same question has the same
// answer. Over infrared a stranger is told address, clock and head; who has proved himself – and to whom the pump has – reads all
// of it. On either port he who proved himself writes what a handheld brings: black list, hung users, clock, settlement day, a stop, and that records were stored.
// Guarantees: a write changes the pump only with the code of the session that both sides proved on that port; one that is done twice changes
// nothing more; what comes in several writes – an edition of the black list – is in force when all of it is there. Begin with receive().
#pragma once
#include "carry/dlt645/frame.h"
#include "carry/dlt645/items.h"
#include "carry/dlt645/security.h"
#include "meter/pump/pump.h"
#include "seal/recipes/infrared.h"

namespace kwota::meter_line {

/// By what a pump proves itself at its ports, and what it believes there.
struct InfraredModule {
  seal::infrared::Encipher encipher{};
  std::function<seal::infrared::Block()> random{};
  std::array<std::uint8_t, 8> serial{};
};

class PumpLine {
 public:
  static constexpr unsigned infrared_baud = 1200;
  /// The pump outlives it. Without a module everybody stays a stranger.
  PumpLine(meter::Pump& pump, const dlt645::Address& address, InfraredModule module = {})
      : pump_(pump), address_(address), module_(std::move(module)) {}

  /// Whatever came from the line, in any pieces; the answers, usually one or none.
  Bytes receive(ByteView bytes) { return answers(wires_, bytes); }
  Bytes receive_infrared(ByteView bytes) { return answers(window_, bytes); }
  /// The line has been silent for longer than a gap within a frame may last.
  void silence();

 private:
  using Answer = std::optional<dlt645::Frame>;
  struct Write {
    std::uint32_t identifier = 0;
    meter::Operator by{};
    ByteView data{};
  };

  struct Session {
    seal::infrared::Block random2{};
    meter::ClockTime since{};  ///< it was last heard
  };
  /// Who stands at one knows nothing of who stands at the other.
  struct Port {
    bool tells_strangers_all = false;
    dlt645::Receiver receiver{dlt645::read_data_max};
    std::optional<seal::infrared::Block> greeted{};  ///< what somebody still has to answer; good once
    std::optional<Session> session{};
  };

  Bytes answers(Port& port, ByteView bytes);
  Answer serve(Port& port, const dlt645::Frame& frame);
  Answer read(Port& port, const dlt645::Frame& frame);
  /// What stands behind the identifier; nothing: there is no such item, or it is asked otherwise.
  std::optional<Bytes> value(std::uint32_t identifier, ByteView asked);
  std::optional<Bytes> records(std::uint32_t identifier, ByteView asked);

  // Of who has proved himself.
  bool is_open(const Port& port) const;
  Answer prove(Port& port, const dlt645::Frame& frame);
  Answer write(Port& port, const dlt645::Frame& frame);
  /// False: it is not taken as it is.
  bool take(const Write& order);
  bool take_clock(const Write& order);
  bool take_settlement(const Write& order);
  bool take_lockout(const Write& order);
  bool take_black_list(const Write& order);
  bool enforce_black_list(const Write& order);
  bool take_hung(const Write& order);
  bool each_number(const Write& order, bool (PumpLine::*told)(std::uint32_t number, const meter::Operator& by));
  bool acknowledge(std::uint32_t number, const meter::Operator&) { return pump_.acknowledge(number); }
  bool acknowledge_change(std::uint32_t number, const meter::Operator&) { return pump_.acknowledge(&meter::WellAccount::changes_acknowledged, number); }
  bool acknowledge_fault(std::uint32_t number, const meter::Operator&) { return pump_.acknowledge(&meter::WellAccount::faults_acknowledged, number); }
  bool release(std::uint32_t number, const meter::Operator& by);

  meter::Pump& pump_;
  dlt645::Address address_;
  InfraredModule module_;
  Port wires_{.tells_strangers_all = true}, window_{};
};

}  // namespace kwota::meter_line
