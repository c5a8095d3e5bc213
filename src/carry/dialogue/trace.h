// A readable log of a dialogue: every command with its name, every answer with its meaning, every question to the vault
// and to the journal – for support people and bug reports. A log may be sent by mail, so it never shows a key, a PIN, a
// MAC, or what a MAC or an authentication was computed from (challenges, randoms, cryptograms).
// Begin with Trace::around().
#pragma once
#include <string>

#include "carry/dialogue/parties.h"

namespace kwota::dialogue {

/// "04 D6 82 00 0C 0000271000000001 [mac 4]": the command with everything secret named instead of shown.
std::string masked(const iso7816::Command& command);
/// The data of an answer to that command, masked the same way; empty when there are none.
std::string masked_answer(const iso7816::Command& command, const iso7816::Response& response);

class Trace {
 public:
  using NameOf = std::function<std::string(const iso7816::Command&)>;
  using Line = std::function<void(const std::string&)>;

  /// `name_of` says in words what a command does (cards::name_of); `line` takes each line without its end.
  Trace(NameOf name_of, Line line) : name_of_(std::move(name_of)), line_(std::move(line)) {}

  /// The same parties, overheard. This object must outlive them.
  Parties around(Parties parties) const;

 private:
  Result<iso7816::Response> overhear(const Parties& parties, const DeviceCommand& asked) const;
  Result<Bytes> overhear(const Parties& parties, const seal::Request& request) const;
  Result<void> overhear(const Parties& parties, const JournalNote& note) const;

  NameOf name_of_;
  Line line_;
};

}  // namespace kwota::dialogue
