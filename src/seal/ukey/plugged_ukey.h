// A UKEY for the time of one piece of work: plugged in already and named by its label, or lying somewhere else – a stick's own
// folder – and plugged in only while this lives.
// Guarantees: what was not plugged in before is not plugged in afterwards.   Begin with PluggedUkey::from().
#pragma once
#include <utility>

#include "seal/ukey/ukey.h"

namespace kwota::seal {

class PluggedUkey {
 public:
  /// `name`: a label, or the path of a UKEY's folder on the same file system. Errors: `vault_offline` (nothing there, or not
  /// issued here), `vault_refused` (the folder cannot be moved).
  static Result<PluggedUkey> from(const UkeyPlace& place, const std::string& name);
  PluggedUkey(PluggedUkey&& other) noexcept
      : label_(std::move(other.label_)), slot_(std::exchange(other.slot_, {})), home_(std::move(other.home_)) {}
  PluggedUkey& operator=(PluggedUkey&&) = delete;
  ~PluggedUkey();

  const std::string& label() const { return label_; }

 private:
  explicit PluggedUkey(std::string label) : label_(std::move(label)) {}
  std::string label_;
  std::filesystem::path slot_, home_;  ///< where it is plugged in, and where it goes back to; empty: it stays
};

}  // namespace kwota::seal
