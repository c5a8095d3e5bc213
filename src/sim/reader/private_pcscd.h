// A pcscd of one's own, for any user, beside the system's: started by socket activation, with virtual readers in its
// configuration folder. Clients find it through PCSCLITE_CSOCK_NAME, which libpcsclite reads once per process.
// Guarantees: the process ends with this object, and also when our own program is killed.
// Never: touches the system's service. This is the only room that starts a process.
// Begin with PrivatePcscd::start().
#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::sim {

class PrivatePcscd {
 public:
  struct Setup {
    std::filesystem::path socket;  ///< at most 107 characters (sun_path)
    std::filesystem::path folder;  ///< for the readers' configuration and pcscd.log; made when it is not there
    std::size_t slots = 2;         ///< 1..16; the driver brings two by two
  };
  static constexpr std::size_t slots_max = 16;

  /// Packages pcscd and vsmartcard-vpcd are there.
  static bool installed();
  /// Returns when the readers are listening. Call it on a thread that lives as long as the service is needed: the kernel
  /// ends the service when that thread is gone. Errors `card_service_missing` (not installed), `card_service_failed`{reason}.
  static Result<PrivatePcscd> start(Setup setup);

  PrivatePcscd(PrivatePcscd&& other) noexcept;
  PrivatePcscd& operator=(PrivatePcscd&& other) noexcept;
  ~PrivatePcscd();

  void stop();
  /// After stop(): again, with the same socket, slots and ports.
  Result<void> start_again();
  bool running() const { return process_ > 0; }

  const std::filesystem::path& socket() const { return setup_.socket; }
  /// Where VirtualReader connects, and the PC/SC name of the slot.
  std::uint16_t port(std::size_t slot) const;
  std::string reader_name(std::size_t slot) const;

 private:
  PrivatePcscd(Setup setup, std::vector<std::uint16_t> ports) : setup_(std::move(setup)), ports_(std::move(ports)) {}
  Setup setup_;
  std::vector<std::uint16_t> ports_;  ///< one for each pair of slots
  pid_t process_ = -1;
};

}  // namespace kwota::sim
