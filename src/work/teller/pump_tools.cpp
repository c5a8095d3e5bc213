#include "work/teller/pump_tools.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "carry/cards/pump_tools/pump_tool_card.h"

namespace kwota::teller {
namespace {

using counter::PumpTool;
using counter::PumpToolContent;

pump::Moment pump_moment_of(const LocalTime& at) {
  const auto part = [](auto value) { return static_cast<std::uint8_t>(value); };
  return {part(at.date.year % 100), part(at.date.month), part(at.date.day), part(at.hour), part(at.minute), part(at.second)};
}

template <std::size_t n>
std::array<std::uint8_t, n> digits_in(const std::string& text) {
  std::array<std::uint8_t, n> out{};
  const Bytes bytes = hex(text);
  std::copy_n(bytes.begin(), std::min(bytes.size(), n), out.begin());
  return out;
}

pump::ToolOrder parameters_in(const PumpToolContent& content) {
  pump::SetParameters order;
  for (const auto& one : content.asked.parameters)
    order.parameters.add({static_cast<std::uint16_t>(one.number), static_cast<std::uint32_t>(one.value)});
  return order;
}

pump::ToolOrder black_list_in(const PumpToolContent& content) {
  pump::ExtendBlackList order{.edition = static_cast<std::uint16_t>(content.edition), .cards = {}};
  for (const auto& card : content.cards) order.cards.add(card);
  return order;
}

pump::ToolOrder prices_in(const PumpToolContent& content) {
  const auto& asked = content.asked;
  pump::SetPrices order{.set = static_cast<std::uint8_t>(asked.set), .from = pump_moment_of(*asked.at), .basis = static_cast<std::uint8_t>(*asked.basis), .prices = {}, .periods = {}};
  for (const auto& price : asked.prices) order.prices.add({static_cast<std::uint8_t>(price.rate), static_cast<std::uint32_t>(price.e4)});
  for (const auto& period : asked.periods)
    order.periods.add({static_cast<std::uint8_t>(period.hour), static_cast<std::uint8_t>(period.minute), static_cast<std::uint8_t>(period.rate)});
  return order;
}

pump::ToolOrder binding_in(const PumpToolContent& content) {
  pump::BindTerminal order{.well = {}, .terminal = digits_in<6>(content.terminal), .area = digits_in<4>(content.area)};
  put_be32(order.well.data(), static_cast<std::uint32_t>(content.asked.meter->value() % 100'000'000));
  return order;
}

pump::ToolOrder order_in(const counter::PumpToolPermission& permission) {
  const auto& content = permission.content;
  switch (content.asked.tool) {
    case PumpTool::parameters: return parameters_in(content);
    case PumpTool::clock: return pump::SetClock{pump_moment_of(*content.asked.at)};
    case PumpTool::collect: return pump::Collect{};
    case PumpTool::clear_hung: {
      pump::ClearHung order{.authorisation = {}, .card = content.card, .offline = static_cast<std::uint16_t>(content.offline)};
      put_be64(order.authorisation.data(), static_cast<std::uint64_t>(permission.number));
      return order;
    }
    case PumpTool::black_list: return black_list_in(content);
    case PumpTool::test: return pump::TestRun{static_cast<std::uint16_t>(content.asked.seconds)};
    case PumpTool::bind: return binding_in(content);
    case PumpTool::prices: break;
  }
  return prices_in(content);
}

dialogue::Parties parties_of(const ToolBench& bench) {
  return {.device = [&bench](const iso7816::Command& command) { return bench.card.exchange(command); },
          .vault = [&bench](const seal::Request& request) { return bench.vault.perform(request); },
          .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
}

}  // namespace

Result<void> may_carry_pump_tool(const Inspection& look) {
  const auto& seen = look.recognition;
  const bool older = seen.product == &cards::pump_tool_card_product;
  if (older || seen.is_to_be_made()) return {};
  return error(Fault::card, "card_not_blank", "This card is in use: put a blank one on the reader.", {{"card", to_text(seen.serial)}});
}

std::string_view pump_tool_product() { return cards::pump_tool_card_product.name; }

Result<void> must_be_pump_tool(const Inspection& look) {
  if (look.recognition.product == &cards::pump_tool_card_product) return {};
  return error(Fault::card, "tool_answer_missing", "There is no pump's answer on this card. Hold it to the pump until the display says that it is done.");
}

Result<std::vector<Bytes>> read_pump_answer(CardOnReader& card) {
  const dialogue::Parties parties{.device = [&card](const iso7816::Command& command) { return card.exchange(command); },
                                  .vault = [](const seal::Request&) -> Result<Bytes> { return error(Fault::ours, Cause::vault_cannot, "Nothing is sealed for a reading.", {{"what", "reading"}}); },
                                  .journal = [](const dialogue::JournalNote&) -> Result<void> { return {}; }};
  return dialogue::run(cards::read_pump_answer(), parties);
}

Result<void> empty_pump_answer(const ToolBench& bench) {
  cards::CardKeys keys;
  keys.serial = bench.serial;
  keys.version = bench.key_version;
  const auto done = dialogue::run(cards::empty_pump_answer(keys), parties_of(bench));
  if (!done) return done.error();
  return {};
}

Result<Bytes> pump_tool_frame(const counter::PumpToolPermission& permission) {
  const auto& day = permission.content.last_day;
  pump::ToolFrame frame{.serial = static_cast<std::uint32_t>(permission.number), .counter = 1, .order = order_in(permission)};
  const Bytes until = hex(fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day));
  std::copy_n(until.begin(), frame.valid_until.size(), frame.valid_until.begin());
  const auto image = pump::encode(frame);
  if (!image) return error(Fault::request, "pump_tool_value", "No pump takes this value: the order is too long. Nothing was written. Correct it.", {{"what", "order"}});
  return to_bytes(image->view());
}

Result<void> write_pump_tool(const ToolBench& bench, const counter::PumpToolPermission& permission) {
  TRY(frame, pump_tool_frame(permission));
  cards::PumpToolOrder order;
  order.keys.serial = bench.serial;
  order.keys.version = bench.key_version;
  order.frame = std::move(frame);
  order.collects = permission.content.asked.tool == PumpTool::collect;
  const auto done = dialogue::run(cards::write_pump_tool(std::move(order)), parties_of(bench));
  if (!done) return done.error();
  return {};
}

}  // namespace kwota::teller
