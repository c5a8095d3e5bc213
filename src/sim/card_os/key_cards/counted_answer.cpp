// A control card opens its mother, and counts: each answer takes one off what it may still issue, and tells it a day. [K]
// ANSWER MOTHER `80 28 00 id challenge8 day4` -> E(key, challenge). The newest day that it was told stays; an older one, and one behind
// its last day, is refused. A mother serves one serial number for each answer, so the count binds whoever holds both cards and both
// PINs – the day does not bind him, he may say the same one again.
// REFILL ISSUES `80 2C 00 00 issues4 day4 last4 number4 MAC4` is a sealed order of the key office; its day is the office's word, so that it
// also mends what a wrong clock has told.
#include <algorithm>

#include "seal/cipher/card_crypto.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::KeyType;
using iso7816::Response;

constexpr std::size_t challenge_bytes = 8, day_bytes = 4, issues_bytes = 16;

/// File 001C: `left4 newest day4 last day4 number of the last refill4`; a last day of zeros: without end.
class Issues {
 public:
  explicit Issues(Bytes& content) : bytes_(content) {}
  std::uint32_t left() const { return get_be32(bytes_.data()); }
  void set_left(std::uint32_t left) { put_be32(bytes_.data(), left); }
  ByteView newest_day() const { return ByteView(bytes_).subspan(4, day_bytes); }
  ByteView last_day() const { return ByteView(bytes_).subspan(8, day_bytes); }
  std::uint32_t number() const { return get_be32(bytes_.data() + 12); }
  void set_day(ByteView day) { std::ranges::copy(day, bytes_.begin() + 4); }
  void set_last_day(ByteView day) { std::ranges::copy(day, bytes_.begin() + 8); }
  void set_number(std::uint32_t number) { put_be32(bytes_.data() + 12, number); }

  bool takes(ByteView day) const {
    const auto before = [](ByteView a, ByteView b) { return std::ranges::lexicographical_compare(a, b); };
    const bool ends = get_be32(last_day().data()) != 0;
    return !before(day, newest_day()) && !(ends && before(last_day(), day));
  }

 private:
  Bytes& bytes_;
};

Bytes* issues_file(Context& context) {
  auto* file = context.current().find_sfi(key_file::issues);
  return file == nullptr || file->content.size() != issues_bytes ? nullptr : &file->content;
}

}  // namespace

Response answer_mother(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  if (command.data.size() != challenge_bytes + day_bytes) return refuse(0x6700);
  const auto found = usable_key(context, context.current(), KeyType::counted_answer, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  auto* file = issues_file(context);
  if (file == nullptr) return refuse(0x6A82);
  Issues issues(*file);
  const auto day = ByteView(command.data).last(day_bytes);
  if (is_void(context.current(), context.card.serial.bytes) || !issues.takes(day)) return refuse(0x6985);
  if (issues.left() == 0) return refuse(0x9402);
  issues.set_left(issues.left() - 1);
  issues.set_day(day);
  const auto key = seal::Key::des(std::get<KeyRecord*>(found)->value);
  return done(seal::encrypt(key, ByteView(command.data).first(challenge_bytes)));
}

Response refill_issues(Context& context, const Command& command) {
  const auto order = open_order(context, command, issues_bytes);
  if (const auto* refused = std::get_if<Refused>(&order)) return refuse(refused->sw);
  auto* file = issues_file(context);
  if (file == nullptr) return refuse(0x6A82);
  Issues issues(*file);
  Bytes sealed = to_bytes(std::get<ByteView>(order));
  const Issues more(sealed);
  if (more.number() <= issues.number()) return refuse(0x6985);
  const std::uint64_t left = std::uint64_t{issues.left()} + more.left();
  if (left > UINT32_MAX) return refuse(0x6A80);
  issues.set_left(static_cast<std::uint32_t>(left));
  issues.set_day(more.newest_day());
  issues.set_last_day(more.last_day());
  issues.set_number(more.number());
  return done();
}

}  // namespace kwota::sim
