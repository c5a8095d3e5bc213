// What the tests of this room share: a well with its module, farmers' cards, and a memory that may lose power at any byte. Card and module
// do what real ones do with MACs that are checksums here; the real ones are held against the pump in sim.
#pragma once
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "meter/pump/display.h"
#include "meter/pump/session.h"

namespace kwota::meter::test {

using Message = std::vector<std::uint8_t>;
inline constexpr auto no_refusal = PumpRefusal::none;

inline Message join(std::initializer_list<ByteView> parts) {
  Message all;
  for (const ByteView part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
template <std::size_t n>
std::array<std::uint8_t, n> be(std::uint32_t number) {
  std::array<std::uint8_t, n> out{};
  for (std::size_t i = 0; i < n; ++i) out[n - 1 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return out;
}
inline std::array<std::uint8_t, 4> mac(std::uint32_t key, ByteView message) { return be<4>(crc32(message, key)); }
inline Message status(std::uint16_t sw, ByteView data = {}) { return join({data, be<2>(sw)}); }

struct PumpChip final : Storage {
  static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);
  std::vector<std::uint8_t> bytes = std::vector<std::uint8_t>(Pump::storage_size, 0xFF);
  std::size_t bytes_left = no_limit;  ///< until the power goes
  std::size_t written = 0;
  void read(std::size_t offset, MutableBytes to) const override {
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(offset), to.size(), to.begin());
  }
  void write(std::size_t offset, ByteView from) override {
    for (std::size_t i = 0; i < from.size() && bytes_left > 0; ++i, ++written) {
      bytes[offset + i] = from[i];
      if (bytes_left != no_limit) --bytes_left;
    }
  }
  void flush() override {}
};

inline constexpr std::uint32_t purchase_key = 0x5041'5900, tac_key = 0x5441'4300;

inline std::uint32_t lock_key(ByteView random, ByteView offline, ByteView number, ByteView terminal_random) {
  return get_be32(mac(purchase_key, join({random, offline, number.last(2), terminal_random})).data());
}

/// A farmer's card: free, grey, or with a TAC that nobody has collected.
struct FarmersCard {
  CardSerial serial{{0x13, 0x01, 0x26, 0, 0, 0, 0, 0x17}};
  std::uint32_t balance = 100'00, area = 13010501;
  std::uint16_t offline = 5, online = 3;
  purse_card::Date valid_to{0x20, 0x36, 0x12, 0x31};
  purse_card::LockProof proof{};
  bool ever_locked = false;
  std::uint32_t session = 0;  ///< SESPK of the lock
  std::array<std::uint8_t, 4> number{};
  unsigned debits = 0;
  std::uint32_t debited = 0;
  std::uint32_t asked_by_key = purchase_key;  ///< a forged card has another one

  Message random{0xA1, 0xB2, 0xC3, 0xD4};
  bool initialised = false;
  pump::TerminalNumber terminal{};

  Message execute(ByteView command) {
    const std::uint16_t ins = get_be16(command.data());
    if (ins == 0x00A4) return select();
    if (ins == 0x00B2) return areas();
    if (ins == 0xE07A) return init(command.subspan(5));
    if (ins == 0xE07C) return lock(command.subspan(5));
    if (ins == 0xE07E) return debit(command.subspan(5));
    if (ins == 0xE0CA) return show(command[2]);
    return status(0x6D00);
  }

 private:
  Message select() {
    initialised = false;
    purse_card::ApplicationFile file;
    file.serial[0] = file.serial[1] = 0;
    for (std::size_t i = 0; i < 8; ++i) file.serial[2 + i] = serial.bytes[i];
    file.valid_from = {0x20, 0x26, 0x01, 0x01};
    file.valid_to = valid_to;
    const auto image = *purse_card::encode(file);
    const std::uint8_t head[] = {0x6F, 0x2E, 0x84, 0x09, 0xA0, 0, 0, 0, 0x03, 0x86, 0x98, 0x07, 0x01, 0xA5, 0x21, 0x9F, 0x0C, 0x1E};
    return status(0x9000, join({head, image}));
  }
  Message areas() const {
    purse_card::AreasRecord record;
    record.count = 1;
    record.areas[0] = area;
    return status(0x9000, *purse_card::encode(record));
  }
  Message init(ByteView data) {
    if (proof.state == purse_card::LockState::grey) return status(0x6985);
    if (proof.state == purse_card::LockState::tac_pending) proof.state = purse_card::LockState::free;
    initialised = true;
    for (std::size_t i = 0; i < 6; ++i) terminal[i] = data[1 + i];
    ++random[3];
    const std::uint8_t rest[] = {0, 0, 0, 1, 0};
    return status(0x9000, join({be<4>(balance), be<2>(offline), rest, random}));
  }
  Message lock(ByteView data) {
    if (!std::exchange(initialised, false)) return status(0x6901);
    const ByteView termseq = data.first(4), termrandom = data.subspan(4, 4), moment = data.subspan(8, 7);
    session = lock_key(random, be<2>(offline), termseq, termrandom) ^ (asked_by_key ^ purchase_key);
    const std::uint8_t tt[] = {0x92};
    if (mac(session, join({tt, terminal, moment})) != array4(data.subspan(15, 4))) return status(0x9302);
    for (std::size_t i = 0; i < 4; ++i) number[i] = termseq[i];
    proof = {.state = purse_card::LockState::grey, .type = purse_card::TransactionType::purse_grey_lock, .balance = Money::minor(balance),
             .sequence = offline, .terminal = terminal};
    for (std::size_t i = 0; i < 7; ++i) proof.moment[i] = moment[i];
    proof.x = mac(session, join({be<4>(balance), be<2>(offline)}));
    proof.y = mac(tac_key, join({be<4>(balance), be<2>(offline), tt, terminal, termseq, moment}));
    ever_locked = true;
    ++offline;
    return status(0x9000, join({proof.y, proof.x}));
  }
  Message debit(ByteView data) {
    if (proof.state != purse_card::LockState::grey) return status(0x6985);
    const ByteView amount = data.first(4), moment = data.subspan(16, 7);
    if (get_be16(data.data() + 4) != static_cast<std::uint16_t>(proof.sequence + 1)) return status(0x9406);
    if (mac(session, amount) != array4(data.subspan(23, 4))) return status(0x9302);
    if (get_be32(amount.data()) > balance) return status(0x9401);
    balance -= get_be32(amount.data());
    debited += get_be32(amount.data());
    ++debits;
    ++offline;
    const std::uint8_t tt[] = {0x94};
    proof.state = purse_card::LockState::tac_pending;
    proof.type = purse_card::TransactionType::purse_grey_debit;
    proof.balance = Money::minor(balance);
    proof.sequence = static_cast<std::uint16_t>(proof.sequence + 1);
    for (std::size_t i = 0; i < 7; ++i) proof.moment[i] = moment[i];
    for (std::size_t i = 0; i < 6; ++i) proof.terminal[i] = data[6 + i];
    for (std::size_t i = 0; i < 4; ++i) proof.x[i] = amount[i];
    proof.y = mac(tac_key, join({amount, tt, proof.terminal, data.subspan(12, 4), moment}));
    return status(0x9000, proof.y);
  }
  Message show(std::uint8_t p1) {
    if (p1 == 1) {
      if (proof.state == purse_card::LockState::tac_pending) proof.state = purse_card::LockState::free;
      return status(0x9000);
    }
    return ever_locked ? status(0x9000, *purse_card::encode(proof)) : status(0x6985);
  }
  static std::array<std::uint8_t, 4> array4(ByteView from) { return {from[0], from[1], from[2], from[3]}; }
};

/// MAC under the key that the county's maintenance key makes of a tool card's serial.
inline std::array<std::uint8_t, 4> tool_mac(ByteView serial, ByteView start, ByteView message) {
  return mac(0x4D41'494E, join({serial, start, message}));
}

/// A tool card of the crew: an order in file 01, rows for an answer in file 02.
struct ToolCard {
  CardSerial serial{{0x20, 0x26, 0x11, 0x22, 0, 0, 0, 0x51}};
  Message order = Message(250, 0);
  std::vector<Message> rows = std::vector<Message>(pump::collect_row::head, Message(pump::collect_row::size, 0));
  bool genuine = true;
  std::uint32_t drawn = 0;

  void write(const pump::ToolFrame& frame) {
    const auto image = *pump::encode(frame);
    order.assign(250, 0);
    std::copy_n(image.bytes.begin(), image.size, order.begin());
  }
  Message execute(ByteView command) {
    const std::uint16_t ins = get_be16(command.data());
    const std::uint8_t start_of[] = {0, 0, 0, 0};
    if (ins == 0x00A4) {
      if (command[4] != 2) return status(0x6A82);
      const std::uint8_t head[] = {0x6F, 0x0D, 0xA5, 0x0B, 0x9F, 0x0C, 0x08};
      return status(0x9000, join({head, serial.bytes}));
    }
    if (ins == 0x04B0) {
      const ByteView content = ByteView{order}.first(command[9]);
      const auto code = tool_mac(genuine ? ByteView{serial.bytes} : ByteView{}, join({command.subspan(5, 4), start_of}), content);
      return status(0x9000, join({content, code}));
    }
    if (ins == 0x00B2) return status(0x9000, rows[command[2] - 1u]);
    if (ins == 0x0084) return status(0x9000, be<4>(++drawn));
    if (ins == 0x04DC) {
      const auto code = tool_mac(serial.bytes, join({be<4>(drawn), start_of}), command.first(command.size() - 4));
      if (!std::equal(code.begin(), code.end(), command.end() - 4)) return status(0x6988);
      rows[command[2] - 1u] = Message{command.begin() + 5, command.end() - 4};
      return status(0x9000);
    }
    return status(0x6D00);
  }
};

/// The pump's PSAM. Its table of open locks and its counter survive the power.
struct WellModule {
  pump::TerminalNumber terminal{0x13, 0x01, 0x20, 0x00, 0x00, 0x01};
  std::uint32_t number = 16;
  struct Lock {
    std::uint32_t session = 0, number = 0;
    std::array<std::uint8_t, 2> offline{};
    std::array<std::uint8_t, 4> gmac{};
  };
  std::map<CardSerial, Lock> locks;
  std::vector<Lock> given;
  bool dead = false, knows_tools = true;
  std::uint8_t tool_version = 1;      ///< of the key that tool cards are sealed with
  std::uint8_t oldest_version = 1;    ///< that it holds, of another key
  std::uint32_t drawn = 0;
  Message tool_serial{};

  Message execute(ByteView command) {
    const std::uint16_t ins = get_be16(command.data());
    const ByteView data = command.subspan(5);
    if (ins == 0x00A4) return status(0x9000);
    if (ins == 0x0020) return status(data[0] == 0x12 ? 0x9000 : 0x63C2);
    if (ins == 0x00B0) return status(0x9000, terminal);
    if (ins == 0x0084) return status(0x9000, be<4>(++drawn));
    if (ins == 0x801A) {
      tool_serial.assign(data.begin(), data.end());
      const auto version = command[3];
      if (version < tool_version && !tool_serial.empty()) tool_serial.assign(1, 0);
      return status(knows_tools && version >= oldest_version && version <= tool_version ? 0x9000 : 0x6A88);
    }
    if (ins == 0x80FA) return status(0x9000, tool_mac(tool_serial, data.first(8), data.subspan(8)));
    if (ins == 0xE040) return draw(data);
    if (ins == 0xE042) return status(proof_of_the_lock == Message(data.begin(), data.begin() + 4) ? 0x9000 : 0x9302);
    if (ins == 0xE044) return prove(data);
    if (ins == 0xE046) {
      for (const Lock& lock : given)
        if (lock.number == get_be32(data.data())) return status(0x9000, join({lock.gmac, be<4>(0)}));
      return status(0x9406);
    }
    return status(0x6D00);
  }

 private:
  Message proof_of_the_lock;
  Message draw(ByteView data) {
    const ByteView random = data.first(4), offline = data.subspan(4, 2), balance = data.subspan(6, 4), tt = data.subspan(10, 1),
                   moment = data.subspan(11, 7), serial = data.subspan(20, 8);
    CardSerial card;
    for (std::size_t i = 0; i < 8; ++i) card.bytes[i] = serial[i];
    const auto drawn = be<4>(number), own_random = be<4>(number * 2'654'435'761u);
    Lock lock{lock_key(random, offline, drawn, own_random), number++, {offline[0], offline[1]}, {}};
    proof_of_the_lock = join({mac(lock.session, join({balance, offline}))});
    locks[card] = lock;
    return status(0x9000, join({drawn, own_random, mac(lock.session, join({tt, terminal, moment}))}));
  }
  Message prove(ByteView data) {
    CardSerial card;
    for (std::size_t i = 0; i < 8; ++i) card.bytes[i] = data[1 + i];
    const auto found = locks.find(card);
    if (found == locks.end() || found->second.offline[0] != data[9] || found->second.offline[1] != data[10]) return status(0x6A88);
    Lock lock = found->second;
    locks.erase(found);
    lock.gmac = mac(lock.session, data.subspan(11, 4));
    given.push_back(lock);
    return status(0x9000, join({lock.gmac, be<4>(0)}));
  }
};

inline PriceTable half_a_yuan() {
  PriceTable table;
  table.set = 1;
  table.energy.fill(MeterPrice::e4(5'000));
  return table;
}

/// Where a conversation breaks off: at so-manieth command of the card or the module, before it is carried out or after, unheard.
struct Pull {
  PumpSession::Party from = PumpSession::Party::nobody;
  unsigned at = 0;
  bool carried_out = false;
};

/// Friday 2026-11-20, noon. One kWh costs 0.50.
class Well {
 public:
  explicit Well(const pump::TerminalNumber& terminal = {0x13, 0x01, 0x20, 0x00, 0x00, 0x01}) {
    module.terminal = terminal;
    Pump works{chip};
    EXPECT_TRUE(works.commission({.well = {0, 0, 0x12, 0x34}, .terminal = terminal, .county = 1301, .area = 13010501, .pin = {0x12, 0x34, 0x56}}));
    power_on();
    EXPECT_TRUE(pump->set_prices(half_a_yuan()));
  }
  void power_on(bool with_clock = true) {
    chip.bytes_left = PumpChip::no_limit;
    pump = std::make_unique<Pump>(chip);
    pump->power_on(with_clock ? std::optional{now} : std::nullopt);
    ask_module();
  }
  void power_cut() { power_on(); }
  void ask_module() {
    for (int tries = 0; tries < 2 && pump->wants_module(); ++tries) {
      PumpSession session{*pump, PumpSession::Begin::module_alone};
      converse(session, {}, {});
    }
  }
  /// Of the session with a card; what it took is in paid.
  PumpRefusal swipe(FarmersCard& card, const Pull& pull = {}) {
    PumpSession session{*pump};
    converse(session, [&card](ByteView command) { return card.execute(command); }, pull);
    paid = session.paid();
    return session.refusal();
  }
  /// What a tool card was told; nothing: it was none of ours, or gone before.
  std::optional<pump::ToolAnswer> swipe(ToolCard& card, const Pull& pull = {}) {
    PumpSession session{*pump};
    converse(session, [&card](ByteView command) { return card.execute(command); }, pull);
    refusal = session.refusal();
    return session.tool_answer();
  }
  /// So many seconds at so many Wh a second, as long as the relay lets them through.
  void run(std::uint32_t seconds, std::int64_t wh_a_second = 0) {
    for (; seconds > 0; --seconds) {
      ++now.seconds;
      if (wh_a_second > 0 && pump->relay_closed()) pump->consume(Energy::wh(wh_a_second)), through += wh_a_second;
      pump->tick(now);
      ask_module();
    }
  }
  pump::UsageRecord newest(std::uint32_t back = 1) {
    const auto image = pump->store().usage().at(back);
    EXPECT_TRUE(image);
    return image ? pump::decode_usage(*image).value_or(pump::UsageRecord{}) : pump::UsageRecord{};
  }
  std::uint32_t records() { return pump->store().usage().count(); }
  std::size_t hanging() {
    std::size_t count = 0;
    for (std::size_t i = 0; i < PumpStore::hung_kept; ++i) count += pump->store().hung(i).hangs() ? 1 : 0;
    return count;
  }

  PumpChip chip{};
  WellModule module{};
  ClockTime now = *clock_of(MeterTime{26, 11, 20, 12, 0});
  std::unique_ptr<Pump> pump;
  std::optional<Money> paid;
  PumpRefusal refusal = PumpRefusal::none;  ///< of the last tool card
  unsigned card_commands = 0, module_commands = 0;  ///< of the last conversation
  std::int64_t through = 0;                         ///< Wh that flowed through a closed relay
  std::function<void(unsigned)> before_command;     ///< of card or module; what the pump hears on its wires meanwhile
  Message debit_seen;                               ///< the last debit that the card heard

 private:
  void converse(PumpSession& session, const std::function<Message(ByteView)>& card, const Pull& pull) {
    card_commands = module_commands = 0;
    bool pulled = false;
    for (unsigned asked = 1; !session.finished(); ++asked) {
      if (before_command) before_command(asked);
      const bool to_card = session.asks() == PumpSession::Party::card;
      unsigned& count = to_card ? card_commands : module_commands;
      const bool now_pulled = pull.from == session.asks() && pull.at == ++count;
      if (pull.from != session.asks()) ++count;
      pulled = pulled || (now_pulled && to_card);
      const Message command{session.command().begin(), session.command().end()};
      const bool heard = to_card ? !pulled || (now_pulled && pull.carried_out) : !module.dead && (!now_pulled || pull.carried_out);
      if (to_card && heard && command[1] == 0x7E) debit_seen = command;
      const Message answer = !heard ? Message{} : to_card ? card(command) : module.execute(command);
      if (answer.empty() || now_pulled) {
        session.silent();
      } else {
        session.receive(answer);
      }
    }
  }
};

}  // namespace kwota::meter::test
