// Where this program may open lines to: a list that whoever runs the server gives it. Who may connect meters names addresses inside of it,
// and cannot reach into the rest of the house's network or open its devices.
//   tcp://10.20.0.0/16        every port of a network; tcp://10.20.0.7:2404 one port of one host
//   tcp://meters.example      a host by its name, as links name it: names are compared, never resolved for that
//   serial:///dev/ttyUSB*     devices whose path begins so
// Who dials in (concentrators, modules) is not reached by us and needs no entry. Guarantees: an empty list permits nothing.
// Never: resolves a name.   Begin with LineTargets::parse().
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "carry/wire/link_name.h"

namespace kwota::wire {

class LineTargets {
 public:
  LineTargets() = default;
  /// Error `bad_line_target`{target}.
  static Result<LineTargets> parse(const std::vector<std::string>& entries);
  /// Errors: `bad_link`{link}, `line_target_not_allowed`{link}.
  Result<void> check(const std::string& link) const;

 private:
  struct Target {
    LinkName::Kind kind = LinkName::Kind::tcp;
    std::string name;    ///< host in small letters, or path of a device
    Bytes network{};     ///< 4 or 16 bytes; empty: a name
    unsigned bits = 0;   ///< of the network that count
    std::string port{};  ///< empty: every one
    bool begins = false; ///< serial: more may follow
  };
  static std::optional<Target> target(std::string_view entry);
  static bool fits(const Target& target, const LinkName& link);

  std::vector<Target> targets_;
};

}  // namespace kwota::wire
