// The PSAM's side of a grey lock: INIT gives terminal transaction number, terminal random and MAC1; CERTIFY checks the card's MAC2 and opens
// the lock; DEBIT gives the GMAC of an amount, once. Facts: cards.md 2.5, 3.2; irrigation.md 3.
// The table of open locks lies in file 001B when the PSAM has one (a pump's module: power may fail while the pump runs), else in memory
// without power. A full one refuses the next lock, that of a counter – by its terminal number – drops the oldest. A card has one lock at most, so one row. When room is needed
// it is made by a row whose debit was given, then by one that no card ever certified [K]: strangers' cards could fill the table otherwise, and nobody would water any more.
#include <algorithm>

#include "sim/card_os/key_cards/sam_terminal.h"

namespace kwota::sim {
namespace {

using iso7816::Command;
using iso7816::Response;
using iso7816::SamKind;

enum class LockRow : std::uint8_t { empty = 0, begun = 1, certified = 2, debited = 3 };

// state1 card8 session8 offSeq2 balance4 termSeq4 version1 | amount4 GMAC4 code4; the newest row is first.
constexpr std::size_t row_bytes = 40, rows = iso7816::sam_open_locks, table_bytes = rows * row_bytes;
constexpr std::size_t card_at = 1, session_at_row = 9, sequence_at = 17, balance_at = 19, number_at = 23, version_at = 27, amount_at = 28, gmac_at = 32;
constexpr std::size_t sealed_bytes = 8, sam_debit_bytes = 15;

/// County 4 digits, kind 1, running 7: a counter is of kind 1.
bool is_counter(const std::optional<Bytes>& terminal) { return terminal && (*terminal)[2] >> 4 == 1; }

class OpenLocks {
 public:
  explicit OpenLocks(Context& context) {
    auto* file = context.current().find_sfi(key_file::open_locks);
    const bool kept = file != nullptr && file->content.size() == table_bytes;
    bytes_ = kept ? &file->content : &context.session.open_locks;
    drops_ = !kept || is_counter(terminal_number(context));
    if (bytes_->empty()) bytes_->resize(table_bytes);
  }

  std::uint8_t* find(ByteView card) {
    return find_if([&](const std::uint8_t* row) { return state(row) != LockRow::empty && equal(ByteView{row + card_at, factor_bytes}, card); });
  }
  std::uint8_t* find(std::uint32_t number) {
    return find_if([&](const std::uint8_t* row) { return state(row) == LockRow::debited && get_be32(row + number_at) == number; });
  }
  /// Nothing: all are taken by locks that are open, and none of them may be dropped.
  bool has_room_for(ByteView card) { return drops_ || place_for(card) != nullptr; }
  /// A new first row; what stood in its place has been moved.
  std::uint8_t* add(ByteView card) {
    auto* place = place_for(card);
    if (place == nullptr) place = row_at(rows - 1);
    std::move_backward(row_at(0), place, place + row_bytes);
    std::fill_n(row_at(0), row_bytes, std::uint8_t{0});
    return row_at(0);
  }
  static void clear(std::uint8_t* row) { std::fill_n(row, row_bytes, std::uint8_t{0}); }
  static LockRow state(const std::uint8_t* row) { return static_cast<LockRow>(row[0]); }

 private:
  std::uint8_t* row_at(std::size_t index) { return bytes_->data() + index * row_bytes; }
  template <class Fits>
  std::uint8_t* find_if(Fits fits) {
    for (std::size_t i = 0; i < rows; ++i)
      if (fits(row_at(i))) return row_at(i);
    return nullptr;
  }
  /// The card's own row, an empty one, the oldest whose debit was given, or the oldest that was never certified.
  std::uint8_t* place_for(ByteView card) {
    if (auto* own = find(card)) return own;
    if (auto* empty = find_if([](const std::uint8_t* row) { return state(row) == LockRow::empty; })) return empty;
    if (auto* debited = oldest(LockRow::debited)) return debited;
    return oldest(LockRow::begun);
  }
  std::uint8_t* oldest(LockRow of) {
    std::uint8_t* last = nullptr;
    for (std::size_t i = 0; i < rows; ++i)
      if (state(row_at(i)) == of) last = row_at(i);
    return last;
  }

  Bytes* bytes_ = nullptr;
  bool drops_ = false;
};

KeyRecord* terminal_key(Context& context, std::uint8_t version) {
  return find_sam_key(context.current(), iso7816::sam_usage(SamKind::terminal_tac, 0), version);
}

Response sealed_debit_of(const std::uint8_t* row) { return done(to_bytes(ByteView{row + gmac_at, sealed_bytes})); }

/// What may be debited: the lock's own counter, no more than the purse held, and nothing at all from a lock that never ran a pump.
std::optional<Refused> refuse_debit(const std::uint8_t* row, std::uint16_t sequence, Money amount) {
  if (get_be16(row + sequence_at) != sequence) return Refused{0x6985};
  if (OpenLocks::state(row) == LockRow::begun && !amount.is_zero()) return Refused{0x6985};
  if (amount > Money::minor(get_be32(row + balance_at))) return Refused{0x9401};
  return std::nullopt;
}

}  // namespace

/// INIT SAM FOR GREY LOCK: termSeq4 termRnd4 MAC1.
Response init_lock_in_sam(Context& context, const Command& command) {
  context.session.lock.reset();
  auto opened = open_sam_init(context, command);
  if (const auto* refused = std::get_if<Refused>(&opened)) return refuse(refused->sw);
  auto& init = std::get<SamInit>(opened);
  if (terminal_key(context, init.version) == nullptr) return refuse(0x9403);
  OpenLocks locks(context);
  if (!locks.has_room_for(init.card.bytes)) return refuse(0x6A84);
  if (const auto refused = draw(context, init)) return refuse(refused->sw);

  const Money balance = std::exchange(init.trade.amount, Money{});
  const Bytes random = context.random.bytes(4);
  std::array<std::uint8_t, 4> terminal_random{};
  std::ranges::copy(random, terminal_random.begin());
  const auto session = recipe::grey_session(init.key, init.trade, terminal_random).session;
  auto* row = locks.add(init.card.bytes);
  row[0] = static_cast<std::uint8_t>(LockRow::begun);
  std::ranges::copy(init.card.bytes, row + card_at);
  std::ranges::copy(session.view(), row + session_at_row);
  put_be16(row + sequence_at, init.trade.sequence);
  put_be32(row + balance_at, static_cast<std::uint32_t>(balance.minor()));
  put_be32(row + number_at, init.trade.terminal_sequence);
  row[version_at] = init.version;
  const auto answer_mac = recipe::session_mac(session, recipe::lock_answer(balance, init.trade));
  context.session.lock = OpenLock{.card = to_bytes(init.card.bytes), .answer_mac = Bytes(answer_mac.begin(), answer_mac.end())};
  Bytes answer;
  append_be32(answer, init.trade.terminal_sequence);
  append(answer, random);
  append(answer, recipe::session_mac(session, recipe::lock_order(init.trade)));
  return done(std::move(answer));
}

/// CERTIFY GREY LOCK: the card's MAC2. A wrong one costs the key no try [K]: whoever puts a card to a well is a stranger, each guess takes him a swipe, and a key that he had
/// used up would be dead for all.
Response certify_lock(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != mac_bytes) return refuse(0x6700);
  const auto open = std::exchange(context.session.lock, std::nullopt);
  if (!open) return refuse(0x6901);
  auto* row = OpenLocks(context).find(open->card);
  if (row == nullptr) return refuse(0x9403);
  if (!equal_secret(open->answer_mac, command.data)) return refuse(0x9302);
  row[0] = static_cast<std::uint8_t>(LockRow::certified);
  return done();
}

/// CREDIT SAM FOR GREY DEBIT: `TT card8 offSeq2 amount4`, the counter before the lock. The same again gives the same; another amount nothing.
Response seal_debit(Context& context, const Command& command) {
  if (command.p1 != 0 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != sam_debit_bytes) return refuse(0x6700);
  if (context.security_state() == 0) return refuse(0x6982);
  const ByteView data = command.data;
  auto* row = OpenLocks(context).find(data.subspan(1, factor_bytes));
  if (row == nullptr) return refuse(0x6985);
  recipe::Trade debit{.amount = Money::minor(get_be32(data.data() + 11))};
  debit.type = static_cast<recipe::TransactionType>(data[0]);
  debit.sequence = get_be16(data.data() + 9);
  debit.terminal_sequence = get_be32(row + number_at);
  if (OpenLocks::state(row) == LockRow::debited) {
    const bool same = get_be16(row + sequence_at) == debit.sequence && get_be32(row + amount_at) == get_be32(data.data() + 11);
    return same ? sealed_debit_of(row) : refuse(0x6985);
  }
  if (const auto refused = refuse_debit(row, debit.sequence, debit.amount)) return refuse(refused->sw);
  const auto terminal = terminal_number(context);
  const auto* key = terminal_key(context, row[version_at]);
  if (!terminal) return refuse(0x6A82);
  if (key == nullptr) return refuse(0x9403);
  std::ranges::copy(*terminal, debit.terminal.begin());
  CardSerial card;
  std::copy_n(row + card_at, factor_bytes, card.bytes.begin());
  const auto gmac = recipe::session_mac(seal::Key::des(ByteView{row + session_at_row, factor_bytes}), recipe::amount_alone(debit.amount));
  const auto code = recipe::transaction_code(seal::Key::des(key->value), recipe::terminal_debit(debit, card));
  std::fill_n(row + session_at_row, factor_bytes, std::uint8_t{0});  // one amount for one lock
  put_be32(row + amount_at, static_cast<std::uint32_t>(debit.amount.minor()));
  std::ranges::copy(gmac, row + gmac_at);
  std::ranges::copy(code, row + gmac_at + gmac.size());
  row[0] = static_cast<std::uint8_t>(LockRow::debited);
  return sealed_debit_of(row);
}

/// GET GMAC `termSeq4`: what DEBIT gave, after a loss of power. P1 01 [K]: the card was debited and its TAC is kept; the row is free.
Response repeat_debit(Context& context, const Command& command) {
  if (command.p1 > 0x01 || command.p2 != 0) return refuse(0x6A86);
  if (command.data.size() != 4) return refuse(0x6700);
  if (context.security_state() == 0) return refuse(0x6982);
  auto* row = OpenLocks(context).find(get_be32(command.data.data()));
  if (row == nullptr) return refuse(0x9406);
  if (command.p1 == 0x00) return sealed_debit_of(row);
  OpenLocks::clear(row);
  return done();
}

}  // namespace kwota::sim
