// A load SAM: the card that a counter seals its sales with. It is asked in field terms – which kind of seal, for which card or meter, how
// much, under which number – builds by itself what is sealed, and counts amount, sales and orders before the seal leaves it. It has no
// command that enciphers or MACs what the asker brings, and what it is shown it only calls right or wrong.
// Facts: docs/card-os.md, "Load SAM". A new kind of seal is one function and one line of the list in load_sam.cpp.
// Inside this room only.   Begin with SealKind.
#pragma once
#include <span>

#include "carry/iso7816/key_usage.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {

/// What a load SAM keeps of itself: its quota, the newest day that it was told, the cards that it sealed for last.
class SamCount {
 public:
  explicit SamCount(Bytes& content) : bytes_(content) {}

  /// A day that is older than the newest it was told, or behind its last, is refused (6985) and not kept.
  std::optional<Refused> take_day(ByteView day);
  /// 9401: more than is left.
  std::optional<Refused> take_sale(std::uint64_t amount);
  std::optional<Refused> take_order();
  /// After too many wrong proofs it compares nothing more until a refill (6983).
  std::optional<Refused> compare(bool right);
  bool refill(ByteView order);

  /// What was sealed last for that card or meter; `at` is 0 for none.
  struct Sealed {
    std::uint64_t meter = 0;   ///< that a card was pointed at; 0: none yet
    std::uint32_t number = 0, amount = 0;
  };
  std::optional<Sealed> find(ByteView holder) const;
  /// Becomes the newest; the oldest falls out.
  void keep(ByteView holder, const Sealed& sealed);

 private:
  Bytes& bytes_;
};

/// `amount8 sales4 orders4 newest day4 last day4 refill4 wrong proofs left2`, then 64 times `holder8 meter8 number4 amount4`, newest first.
inline constexpr std::size_t sam_head_bytes = 30, sam_row_bytes = 24, sam_rows = 64, sam_refill_bytes = 28,
                             sam_count_bytes = sam_head_bytes + sam_rows * sam_row_bytes;

/// What a kind of seal works with: the key that it names, diversified for whom it is asked, and the count.
struct SamWork {
  Context& context;
  ByteView data;       ///< of the command, without the kind and the version
  SamCount count;
  const KeyRecord& key;

  seal::Key key_for(ByteView holder) const;
  /// MAC of secure messaging over a message that this card has made itself.
  iso7816::Response sealed(ByteView holder, ByteView challenge4, ByteView message) const;
  /// 9000 or 6300.
  iso7816::Response compared(bool right);
  /// Before credit is sealed. One record of a number counts: `before`, what was sealed under it already, is part of it, and the quota gives the rest. A void
  /// gives nothing, and is no transaction.
  std::optional<Refused> take_credit(ByteView holder, const SamCount::Sealed& credit, std::uint32_t before);
};

struct SealKind {
  std::uint8_t id;
  iso7816::SamKind key;
  iso7816::Response (*run)(SamWork& work);
};
extern const std::span<const SealKind> user_card_seals, line_seals, purse_seals;

}  // namespace kwota::sim
