// The meter's firmware on an emulated Cortex-M0: the same core as in the simulator takes a card twice, loses power, burns
// energy over a step boundary and prints its registers. Card and security module are scripted here: on a real meter they
// are chips at the serial port. Exit status 0 when every register is as it must be.
#include "meter/core/card_session.h"
#include "models/all.h"
#include "semihosting.h"

namespace {

using namespace kwota;
using firmware::print;
using meter::CardSession;

/// The memory chip. The part that is emulated has 16 KiB of RAM and no other chip beside it, so this one ends after the first two
/// lists of events: what is written behind its end is not kept, and reads as erased. The account does not mind.
class Ram final : public meter::Storage {
 public:
  void read(std::size_t offset, MutableBytes to) const override {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] = offset + i < bytes_.size() ? bytes_[offset + i] : 0xFF;
  }
  void write(std::size_t offset, ByteView bytes) override {
    for (std::size_t i = 0; i < bytes.size() && offset + i < bytes_.size(); ++i) bytes_[offset + i] = bytes[i];
  }
  void flush() override {}

 private:
  std::array<std::uint8_t, meter::Meter::history_at + 2 * meter::History::Events::storage_size> bytes_{};
};

/// A user card that says what a genuine one says; MACs are four zeros.
struct ScriptedCard {
  user_card::Image<user_card::InstructionFile> instruction{};
  user_card::Image<user_card::PurseFile> purse{};
  user_card::Image<user_card::TariffFile> tariff{};
  user_card::Image<user_card::RegisterFile> registers{};
  user_card::Image<user_card::ReturnedFile> returned{};
  std::array<std::uint8_t, 256> answer{};

  ByteView file(std::uint8_t sfi) const {
    switch (sfi) {
      case user_card::sfi::instruction: return instruction;
      case user_card::sfi::purse: return purse;
      case user_card::sfi::returned: return returned;
      default: return tariff;
    }
  }

  ByteView execute(ByteView command) {
    std::size_t length = 0;
    const std::uint8_t sfi = command[2] & 0x1F;
    const bool with_mac = command[0] == 0x04;
    switch (command[1]) {
      case 0x88:
      case 0x84: length = command[1] == 0x84 ? command[4] : 8; break;
      case 0xB0: {
        const std::size_t wanted = with_mac ? command[9] : command[4];
        for (; length < wanted; ++length) answer[length] = file(sfi)[length];
        for (std::size_t i = 0; with_mac && i < 4; ++i) answer[length++] = 0;
        break;
      }
      case 0xD6: {
        const MutableBytes to = sfi == user_card::sfi::returned ? MutableBytes{returned} : MutableBytes{registers};
        for (std::size_t i = 0; i < to.size(); ++i) to[i] = command[5 + i];
        break;
      }
      default: break;
    }
    answer[length++] = 0x90;
    answer[length++] = 0x00;
    return ByteView{answer}.first(length);
  }
};

/// A security module that finds everything in order.
ByteView security(const meter::SecurityRequest& request) {
  using Kind = meter::SecurityRequest::Kind;
  static constexpr std::uint8_t installed[] = {1, 1, 0, 0}, eight[8] = {}, four[4] = {}, yes[] = {1};
  switch (request.kind) {
    case Kind::key_state: return installed;
    case Kind::challenge:
    case Kind::answer_card: return eight;
    case Kind::make_mac: return four;
    case Kind::change_keys:
    case Kind::restore_keys:
    case Kind::void_cards: return installed;
    case Kind::check_card:
    case Kind::check_mac:
    case Kind::take_key: break;
  }
  return yes;
}

constexpr std::uint8_t atr[] = {0x3B, 0x88, 0x80, 0x01, 0x20, 0x26, 0x11, 0x20, 0x00, 0x00, 0x00, 0x01, 0xBF};

void visit(meter::Meter& meter, ScriptedCard& card) {
  CardSession session{meter};
  while (!session.finished()) {
    switch (session.asks()) {
      case CardSession::Party::card_reset: session.receive(atr); break;
      case CardSession::Party::card: session.receive(card.execute(session.command())); break;
      case CardSession::Party::security: session.receive(security(session.request())); break;
      case CardSession::Party::nobody: break;
    }
  }
  print("error class", meter::error_class(session.refusal()));
  meter.card_withdrawn();
}

bool issue(ScriptedCard& card) {
  user_card::InstructionFile says;
  says.user_type = user_card::UserType::step;
  says.update_flags = user_card::update::parameters | user_card::update::tariff_current;
  says.meter = MeterNumber::from(4'123'456'789);
  says.customer = CustomerNumber::from(880'001);
  says.card_type = user_card::CardType::open_account;
  user_card::TariffFile tariff;
  tariff.step_ends[0] = Energy::kwh(1);
  tariff.step_prices[0] = MeterPrice::e4(5000);
  tariff.step_prices[1] = MeterPrice::e4(8000);
  const auto instruction = user_card::encode(says);
  const auto purse = user_card::encode(user_card::PurseFile{Money::minor(100'00), SequenceNumber{1}});
  const auto prices = user_card::encode(tariff, user_card::Command::tariff_current);
  if (!instruction || !purse || !prices) return false;
  card.instruction = *instruction;
  card.purse = *purse;
  card.tariff = *prices;
  return true;
}

bool balanced(const meter::Meter& meter, std::int64_t balance_e5) {
  const auto file = meter.registers();
  print("count", file.last_count.value());
  print("credited", file.credited.minor());
  print("used 10^-5", file.used_e5);
  print("balance 10^-5", file.balance_e5);
  print("energy Wh", file.energy.wh());
  return file.last_count == SequenceNumber{1} && file.balance_e5 == balance_e5 &&
         meter::imbalance(meter.state().ledger) == meter::ExactMoney{};
}

Ram memory;
ScriptedCard card;

// One meter at a time has room on the stack: the one before is gone with its power.

__attribute__((noinline)) int live_until_the_power_goes() {
  const meter::Model& model = *models::all().front();
  print(model.name.data());  // a literal: it ends in a zero
  print("\n");
  meter::Meter before{model, memory};
  if (!issue(card) || !before.commission(MeterNumber::from(4'123'456'789)) ||
      !before.power_on(meter::clock_of({26, 11, 20, 12, 0})))
    return 1;
  visit(before, card);
  if (!balanced(before, 100'00 * 100'000LL) || !before.relay_closed()) return 1;
  visit(before, card);  // the second time it is worth nothing
  if (!balanced(before, 100'00 * 100'000LL)) return 1;
  for (int i = 0; i < 1'001; ++i) before.consume(Energy::wh(1));  // one watt-hour into the second step
  before.power_fail();
  return 0;
}

__attribute__((noinline)) int go_on_when_it_is_back() {
  meter::Meter after{*models::all().front(), memory};
  if (!after.power_on(meter::clock_of({26, 11, 20, 13, 0}))) return 1;
  if (!balanced(after, 100'00 * 100'000LL - 1'000LL * 5000 - 8000)) return 1;
  print("trips", after.history().count(meter::EventKind::trip));
  print("closings", after.history().count(meter::EventKind::close));
  if (after.history().count(meter::EventKind::trip) != after.history().count(meter::EventKind::close)) return 1;
  print("once\n");
  return 0;
}

}  // namespace

int main() { return live_until_the_power_goes() != 0 ? 1 : go_on_when_it_is_back(); }
