// What the head-end knows while it talks with a meter. For the files of HeadEnd alone.   Begin with HeadEnd::ContactSession.
#pragma once
#include "sell/remote/contact_kind.h"
#include "work/head_end/conduct.h"

namespace kwota::head_end {

/// One conversation with one meter.
struct HeadEnd::ContactSession {
  MeterNumber meter;
  Exchange exchange{};
  Zone zone = Zone::utc();  ///< of the meter's clock
  const lines::Driver* driver = nullptr;  ///< of its line
  lines::Meter whom{};
  std::vector<std::uint8_t> versions{};  ///< of keys that the meter may have, the likeliest first
  std::vector<books::MeterCommand> known_commands{};  ///< of the meter, as the listeners know them
  books::MeterLink link{};
  std::string model{};
  bool commands = false;  ///< of the queue are due
  bool reading = false;   ///< what is asked now is a reading by plan, which gives way
  remote::ContactKind kind = remote::ContactKind::meter;
  std::unique_ptr<Conduct> conduct{};  ///< by its kind
  const scheme::Scheme* credit_by = nullptr;  ///< of the account whose credit is sent
  Details marks{};        ///< of a seal that can give credit, until the journal has them
  Contact contact{};
};

}  // namespace kwota::head_end
