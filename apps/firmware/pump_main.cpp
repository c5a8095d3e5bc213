// The pump's firmware on an emulated Cortex-M0: the same machine as in the simulator waters, loses power in the middle, makes up what
// broke off, is paid by the card and waters once more, obeys two tool cards; then it prints its registers and how much memory it took. Cards and security module
// are scripted here: on a real pump they are chips at the serial port. Exit status 0 when everything is as it must be.
#include "meter/pump/display.h"
#include "semihosting.h"

extern "C" std::uint32_t stack_top, bss_end;

namespace {

using namespace kwota;
using firmware::print;
using meter::Pump;
using meter::PumpRefusal;
using meter::PumpSession;

/// The memory chip. The part that is emulated has 16 KiB of RAM and no other chip beside it, so only the pages that were written are held;
/// all others read as erased.
class Pages final : public meter::Storage {
 public:
  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) {
      const Page* page = find((offset + i) / size);
      to[i] = page != nullptr ? page->bytes[(offset + i) % size] : std::uint8_t{0xFF};
    }
  }
  void write(std::size_t offset, ByteView bytes) override {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      Page* page = const_cast<Page*>(find((offset + i) / size));
      if (page == nullptr) {
        if (used_ == pages_.size()) return;
        page = &pages_[used_++];
        page->number = static_cast<std::uint16_t>((offset + i) / size);
        for (std::uint8_t& byte : page->bytes) byte = 0xFF;
      }
      page->bytes[(offset + i) % size] = bytes[i];
    }
  }
  void flush() override {}

 private:
  static constexpr std::size_t size = 64;
  struct Page {
    std::uint16_t number = 0;
    std::array<std::uint8_t, size> bytes{};
  };
  const Page* find(std::size_t number) const {
    for (std::size_t i = 0; i < used_; ++i)
      if (pages_[i].number == number) return &pages_[i];
    return nullptr;
  }
  std::array<Page, 110> pages_{};
  std::size_t used_ = 0;
};

/// The answer to SELECT: 6F { 84 name, A5 { 9F0C file 0015 } }, and the first record of file 0017.
constexpr std::uint8_t fci[] = {0x6F, 0x2E, 0x84, 0x09, 0xA0, 0x00, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01, 0xA5, 0x21, 0x9F, 0x0C, 0x1E,
                                0x13, 0x01, 0x05, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x01, 0x00, 0x00, 0x13, 0x01, 0x26, 0x00, 0x00, 0x00,
                                0x00, 0x17, 0x20, 0x26, 0x01, 0x01, 0x20, 0x36, 0x12, 0x31, 0x55, 0x55};
constexpr std::uint8_t areas[] = {0x01, 0x12, 0x00, 0x01, 0x13, 0x01, 0x05, 0x01, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x01};

/// A farmer's card that says what a genuine one says; MACs are what stands in them.
struct ScriptedCard {
  std::uint32_t balance = 50'00;
  std::uint16_t offline = 5;
  std::array<std::uint8_t, 30> proof{};  ///< state1 TT1 purse1 balance4 sequence2 TID6 date4 time3 X4 Y4
  std::array<std::uint8_t, 64> answer{};
  std::size_t length = 0;

  void put(ByteView bytes) {
    for (const std::uint8_t byte : bytes) answer[length++] = byte;
  }
  bool ever_locked() const { return proof[1] != 0; }
  void is_now(std::uint8_t state, std::uint8_t type, std::uint16_t sequence) {
    proof[0] = state;
    proof[1] = type;
    proof[2] = 0x02;
    put_be32(proof.data() + 3, balance);
    put_be16(proof.data() + 7, sequence);
  }
  void remember(std::size_t at, ByteView bytes) {
    for (const std::uint8_t byte : bytes) proof[at++] = byte;
  }
  ByteView execute(ByteView command) {
    length = 0;
    std::array<std::uint8_t, 15> init{};
    const ByteView data = command.size() > 5 ? command.subspan(5) : ByteView{};
    switch (command[1]) {
      case 0xA4: put(fci); break;
      case 0xB2: put(areas); break;
      case 0x7A:
        put_be32(init.data(), balance);
        put_be16(init.data() + 4, offline);
        init[9] = 1;
        remember(9, data.subspan(1, 6));
        put(init);
        break;
      case 0x7C:
        is_now(0x01, 0x92, offline++);
        remember(15, data.subspan(8, 7));
        put(ByteView{init}.first(8));
        break;
      case 0x7E:
        balance -= get_be32(data.data());
        is_now(0x10, 0x94, offline++);
        put(data.first(4));
        break;
      default:
        if (command[2] == 1) {
          proof[0] = 0;
        } else {
          put(ever_locked() ? ByteView{proof} : ByteView{});
        }
        break;
    }
    if (command[1] == 0xCA && command[2] == 0 && !ever_locked()) {
      answer[length++] = 0x69;
      answer[length++] = 0x85;
      return ByteView{answer}.first(length);
    }
    answer[length++] = 0x90;
    answer[length++] = 0x00;
    return ByteView{answer}.first(length);
  }
};

/// A tool card that says what a genuine one says, and takes whatever is written into it.
struct ScriptedToolCard {
  static constexpr std::size_t order_size = 247, code_size = 4;
  std::array<std::uint8_t, order_size + code_size + 2> answer{};
  std::array<std::uint8_t, 64> frame{};
  std::size_t frame_size = 0;
  std::uint8_t rows_written = 0;

  void put(std::uint32_t number, std::size_t bytes) {
    while (bytes-- > 0) frame[frame_size++] = static_cast<std::uint8_t>(number >> (8 * bytes));
  }
  void begin(std::uint8_t command, std::uint8_t size, std::uint32_t serial) {
    frame_size = 0;
    put(0x68, 1), put(command, 1), put(10u + size, 2);
    put(serial, 4), put(0x2026'1231, 4), put(1, 2);
  }
  void end() {
    std::uint8_t sum = 0;
    for (std::size_t i = 1; i < frame_size; ++i) sum = static_cast<std::uint8_t>(sum + frame[i]);
    put(sum, 1), put(0x16, 1);
  }
  ByteView execute(ByteView command) {
    static constexpr std::uint8_t selected[] = {0x6F, 0x0D, 0xA5, 0x0B, 0x9F, 0x0C, 0x08, 0x20, 0x26, 0x11, 0x22, 0, 0, 0, 0x51};
    std::size_t length = 0;
    answer = {};
    const bool purse = command[1] == 0xA4 && command[2] == 0x04;
    switch (command[1]) {
      case 0xA4:
        for (const std::uint8_t byte : selected) answer[length++] = byte;
        break;
      case 0xB0:
        for (std::size_t i = 0; i < frame_size; ++i) answer[i] = frame[i];
        length = order_size + code_size;
        break;
      case 0xB2: length = pump::collect_row::size; break;
      case 0x84: length = code_size; break;
      default: ++rows_written; break;
    }
    if (purse) length = 0;
    answer[length++] = purse ? 0x6A : 0x90;
    answer[length++] = purse ? 0x82 : 0x00;
    return ByteView{answer}.first(length);
  }
};

constexpr pump::TerminalNumber terminal{0x13, 0x01, 0x20, 0, 0, 1};

/// A security module that finds everything in order and counts its numbers.
struct ScriptedModule {
  std::uint32_t number = 16;
  std::array<std::uint8_t, 16> answer{};
  ByteView execute(ByteView command) {
    std::size_t length = command[1] == 0x84 || command[1] == 0xFA ? 4 : 0;
    answer = {};
    if (command[1] == 0xB0)
      for (const std::uint8_t byte : terminal) answer[length++] = byte;
    if (command[1] == 0x40) {
      put_be32(answer.data(), number++);
      length = 12;
    }
    if (command[1] == 0x44 || command[1] == 0x46) {
      answer[0] = 0x47;
      length = 8;
    }
    answer[length++] = 0x90;
    answer[length++] = 0x00;
    return ByteView{answer}.first(length);
  }
};

Pages memory;
ScriptedCard card;
ScriptedToolCard tool;
ScriptedModule module;
std::uint32_t now = 0;

template <class Card>
PumpRefusal converse(PumpSession& session, Card& with) {
  while (!session.finished()) {
    const bool to_card = session.asks() == PumpSession::Party::card;
    session.receive(to_card ? with.execute(session.command()) : module.execute(session.command()));
  }
  return session.refusal();
}
__attribute__((noinline)) PumpRefusal swipe(Pump& pump) {
  PumpSession session{pump};
  return converse(session, card);
}
__attribute__((noinline)) bool obeys_tool(Pump& pump) {
  PumpSession session{pump};
  return converse(session, tool) == PumpRefusal::none && session.tool_answer() == pump::ToolAnswer::done;
}
__attribute__((noinline)) void ask_module(Pump& pump) {
  PumpSession session{pump, PumpSession::Begin::module_alone};
  converse(session, card);
}
void water(Pump& pump, std::uint32_t seconds) {
  for (; seconds > 0; --seconds) {
    pump.consume(Energy::wh(20));
    pump.tick({++now});
  }
}
bool is_last(Pump& pump, Money amount, pump::Cause cause, bool proven) {
  const auto image = pump.store().usage().at(1);
  const auto record = image ? pump::decode_usage(*image) : std::nullopt;
  if (!record) return false;
  print("record", record->number);
  print("amount", record->amount.minor());
  return record->amount == amount && record->cause == cause && (record->tac != pump::Proof{}) == proven;
}

/// What the line gives: both records, the hung user who was settled, head and directory.
__attribute__((noinline)) bool told_to_a_handheld(Pump& pump) {
  std::array<pump::Image<pump::UsageRecord>, 4> usage{};
  std::array<pump::Image<pump::HungRecord>, 1> hung{};
  const auto head = pump::encode(pump.head({0, 0, 0, 0, 0x12, 0x34}));
  const auto directory = pump::encode(pump.directory());
  return pump.usage_from(16, usage) == 2 && pump.hung_from(0, hung) == 1 && head && directory && (*directory)[0] == 0x16 && (*directory)[4] == 0x17;
}

// One pump at a time has room on the stack: the one before is gone with its power.

__attribute__((noinline)) int water_until_the_power_goes() {
  Pump works{memory};
  if (!works.commission({.well = {0, 0, 0x12, 0x34}, .terminal = terminal, .county = 1301, .area = 13010501})) return 1;
  if (!works.power_on(meter::ClockTime{now})) return 2;
  meter::PriceTable table;
  table.set = 1;
  table.energy.fill(MeterPrice::e4(5'000));
  if (!works.set_prices(table)) return 3;
  ask_module(works);
  if (swipe(works) != PumpRefusal::none || !works.relay_closed()) return 4;
  water(works, 100);
  print("running, money", meter::shown(works, meter::PumpPage::money).value);
  return 0;
}

__attribute__((noinline)) int go_on_when_it_is_back() {
  Pump pump{memory};
  now += 600;
  if (!pump.power_on(meter::ClockTime{now})) return 5;
  if (pump.relay_closed() || !is_last(pump, Money::minor(1'00), pump::Cause::mains, false)) return 6;
  ask_module(pump);
  if (swipe(pump) != PumpRefusal::none || !is_last(pump, Money::minor(1'00), pump::Cause::mains, true)) return 7;
  if (swipe(pump) != PumpRefusal::none || !pump.relay_closed()) return 8;
  water(pump, 50);
  if (swipe(pump) != PumpRefusal::none || !is_last(pump, Money::minor(50), pump::Cause::swipe, true)) return 9;
  water(pump, 10);
  if (pump.relay_closed()) return 10;
  if (!told_to_a_handheld(pump)) return 13;
  print("balance on the card", card.balance);
  print("charged", pump.account().charged.minor());
  print("energy Wh", pump.total().wh());
  return card.balance == 50'00 - 1'50 && pump.account().charged == Money::minor(1'50) && pump.total() == Energy::wh(3'200) ? 0 : 11;
}

/// The longest way through the pump: a tool card lists the very card that waters, which stops him without his card; another one takes the
/// records away.
__attribute__((noinline)) int obey_tool_cards() {
  Pump pump{memory};
  if (!pump.power_on(meter::ClockTime{now})) return 14;
  ask_module(pump);
  if (swipe(pump) != PumpRefusal::none || !pump.relay_closed()) return 15;
  water(pump, 10);
  tool.begin(0x25, 2 + 1 + 8, 1);
  tool.put(1, 2), tool.put(1, 1);
  tool.put(0x1301'2600, 4), tool.put(0x0000'0017, 4);
  tool.end();
  if (!obeys_tool(pump) || pump.relay_closed() || !is_last(pump, Money::minor(10), pump::Cause::black_list, false)) return 16;
  tool.begin(0x23, 0, 2);
  tool.end();
  if (!obeys_tool(pump)) return 17;
  print("rows on the collect card", tool.rows_written);
  constexpr std::uint8_t waterings = 3;
  return tool.rows_written == waterings + pump::collect_row::parameters + 1 ? 0 : 18;
}

constexpr std::uint32_t untouched = 0xA5A5'A5A5;

/// What the stack has not reached yet is marked.
__attribute__((noinline)) void mark_the_stack() {
  constexpr std::uint32_t of_this_function = 64;
  const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)) - of_this_function;
  for (auto at = reinterpret_cast<std::uintptr_t>(&bss_end); at < here; at += sizeof untouched) *reinterpret_cast<std::uint32_t*>(at) = untouched;
}
std::int64_t stack_used() {
  const std::uint32_t* at = &bss_end;
  while (at < &stack_top && *at == untouched) ++at;
  return reinterpret_cast<std::intptr_t>(&stack_top) - reinterpret_cast<std::intptr_t>(at);
}

}  // namespace

int main() {
  now = meter::clock_of(meter::MeterTime{26, 11, 20, 12, 0})->seconds;
  mark_the_stack();
  int failed = water_until_the_power_goes();
  if (failed == 0) failed = go_on_when_it_is_back();
  if (failed == 0) failed = obey_tool_cards();
  print("pump bytes", sizeof(Pump));
  print("session bytes", sizeof(PumpSession));
  // Pump and session stand on this stack; card, module and memory chip are other parts.
  const std::int64_t ram = stack_used();
  print("RAM bytes, with all stack", ram);
  constexpr std::int64_t ram_max = 3 * 1024;
  return failed != 0 ? failed : ram <= ram_max ? 0 : 12;
}
