// A pump's side of DL/T 645-2007 without I/O: bytes of the line in, answer frames out. It tells its records to whoever asks on its wires,
// as a meter does (irrigation.md 6): nothing is erased or marked by reading, and the same question has the same answer. Over infrared a
// stranger is told address, clock and head. Never: writes anything – orders come under the utility's seal.
// Begin with receive().
#pragma once
#include "carry/dlt645/frame.h"
#include "carry/dlt645/items.h"
#include "meter/pump/pump.h"

namespace kwota::meter_line {

class PumpLine {
 public:
  static constexpr unsigned infrared_baud = 1200;
  /// The pump outlives it.
  PumpLine(meter::Pump& pump, const dlt645::Address& address) : pump_(pump), address_(address) {}

  /// Whatever came from the line, in any pieces; the answers, usually one or none.
  Bytes receive(ByteView bytes) { return answers(receiver_, bytes, false); }
  Bytes receive_infrared(ByteView bytes) { return answers(infrared_receiver_, bytes, true); }
  /// The line has been silent for longer than a gap within a frame may last.
  void silence();

 private:
  Bytes answers(dlt645::Receiver& receiver, ByteView bytes, bool infrared);
  std::optional<dlt645::Frame> serve(const dlt645::Frame& frame, bool infrared);
  /// What stands behind the identifier; nothing: there is no such item, or it is asked otherwise.
  std::optional<Bytes> value(std::uint32_t identifier, ByteView asked);
  std::optional<Bytes> records(std::uint32_t identifier, ByteView asked);

  meter::Pump& pump_;
  dlt645::Address address_;
  dlt645::Receiver receiver_{dlt645::read_data_max}, infrared_receiver_{dlt645::read_data_max};
};

}  // namespace kwota::meter_line
