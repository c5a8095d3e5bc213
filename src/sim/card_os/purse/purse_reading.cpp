// What a purse says of itself: balance, proof of the last transaction, proof of its lock. Facts: cards.md 2.3, 2.5; irrigation.md 2.
#include "sim/card_os/purse/purse.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::Response;

/// The purse that a lock is about: a grey one, else one whose TAC waits, else any that was locked.
ElementaryFile* find_locked(Context& context) {
  ElementaryFile* found = nullptr;
  auto best = -1;
  for (const std::uint16_t id : {std::uint16_t{0x0002}, std::uint16_t{0x0001}}) {
    auto* file = context.current().find_file(id);
    if (file == nullptr || file->kind != iso7816::FileKind::purse) continue;
    const auto proof = purse_in(*file).proof;
    if (!proof) continue;
    const int rank = proof->state == LockState::grey ? 2 : proof->state == LockState::tac_pending ? 1 : 0;
    if (rank > best) {
      best = rank;
      found = file;
    }
  }
  return found;
}

}  // namespace

Response get_balance(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  if (!command.data.empty()) return refuse(0x6700);
  const auto found = find_purse(context, command.p2);
  if (const auto* refused = std::get_if<Refused>(&found)) return refuse(refused->sw);
  const auto& file = *std::get<ElementaryFile*>(found);
  if (!context.allows(file.read)) return refuse(0x6982);
  return done(be32_bytes(purse_in(file).balance));
}

/// GET TRANSACTION PROVE `80 5A 00 TT seq2`: the counter after the transaction; it is of the last one alone.
Response prove_transaction(Context& context, const Command& command) {
  if (command.p1 != 0) return refuse(0x6A86);
  if (command.data.size() != 2) return refuse(0x6700);
  const auto asked = get_be16(command.data.data());
  for (const std::uint16_t id : {std::uint16_t{0x0002}, std::uint16_t{0x0001}}) {
    const auto* file = context.current().find_file(id);
    if (file == nullptr || file->kind != iso7816::FileKind::purse || !context.allows(file->read)) continue;
    const auto last = purse_in(*file).last;
    if (!last || static_cast<std::uint8_t>(last->type) != command.p2 || counted(last->sequence) != asked) continue;
    Bytes answer(last->mac.begin(), last->mac.end());
    append(answer, last->tac);
    return done(std::move(answer));
  }
  return refuse(0x9406);
}

/// P1 01 says that the TAC was collected and gives no data.
Response get_lock_proof(Context& context, const Command& command) {
  if (command.p1 > 0x01 || command.p2 != 0) return refuse(0x6A86);
  if (!command.data.empty()) return refuse(0x6700);
  auto* file = find_locked(context);
  if (file == nullptr) return refuse(0x6985);
  auto purse = purse_in(*file);
  if (command.p1 == 0x01) {
    if (purse.grey()) return refuse(0x6985);
    purse.collect();
    store(purse, *file);
    return done();
  }
  const auto image = encode(*purse.proof);
  return image ? done(Bytes(image->begin(), image->end())) : refuse(0x6985);
}

}  // namespace kwota::sim
