// Meters on a line, as the key office reaches them: each command of the key link goes as the line's driver says it.
// Meters on no line are somebody else's: the bench's, or nobody's. Guarantees: while keys are changed, nobody else talks on that
// line; a lost answer is not asked for again here – the conversation settles it (carry/meter_keys); where nothing was answered at all,
// the driver says why. Begin with MetersOnLines.
#pragma once
#include <filesystem>

#include "carry/lines/driver.h"
#include "work/key_office/meter_keys.h"

namespace kwota::key_office {

class MetersOnLines final : public MeterLinks {
 public:
  /// A frame and its answer, on a line that is held meanwhile.
  using Ask = std::function<Result<dialogue::LineFrame>(const dialogue::LineFrame&)>;
  struct Line {
    Ask ask;
    const lines::Driver* driver = nullptr;
  };
  /// Takes the meter's line; nothing: it is on none. Errors: of the queue and of lines, `unknown_protocol`.
  using Borrow = std::function<Result<std::optional<Line>>(MeterNumber)>;

  /// `others` may be null. `factories`: folder of factories that are believed, one folder each with factory.der – its
  /// certificate – and utility.der – what it issued for our identity.
  MetersOnLines(Borrow borrow, MeterLinks* others, std::filesystem::path factories)
      : borrow_(std::move(borrow)), others_(others), factories_(std::move(factories)) {}

  Result<ToModule> open(MeterNumber meter) override;
  Result<std::vector<meter_keys::TrustedFactory>> factories(ByteView utility_key, const std::string& utility_name) override;

 private:
  Borrow borrow_;
  MeterLinks* others_;
  std::filesystem::path factories_;
};

}  // namespace kwota::key_office
