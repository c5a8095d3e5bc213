// What a command to a meter says beside its kind: written into its row and read out of it here alone, so that nobody else knows how it is spelt.
// What a command of prices says stands in sell/counter/order/sent_prices.h.
// Never: decides anything. Begin with relay_order_of().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "books/reader.h"
#include "devices/relay.h"
#include "devices/settings/settings.h"

namespace kwota::remote {

/// Which carrier brings credit whose command may have been sent.
enum class BroughtBy : std::uint8_t {
  line,
  card,  ///< it was moved there while nobody knew whether it had arrived over the line
};
void bring_by(books::MeterCommand& credit, BroughtBy carrier);
BroughtBy brought_by(const books::MeterCommand& credit);

/// Of a relay command.
struct RelayContent {
  devices::RelayOrder order;
  std::int64_t minutes = 0;  ///< how long it is good for
};
std::string to_text(const RelayContent& relay);
/// Nothing for other commands.
std::optional<devices::RelayOrder> relay_order_of(const books::MeterCommand& command);
/// Its word; empty for other commands.
std::string_view relay_order_text(const books::MeterCommand& command);

/// On which day of a month a pump ends it, and when.
struct Settlement {
  std::int64_t day = 0, hour = 0;  ///< 1..28, 0..23
  friend bool operator==(const Settlement&, const Settlement&) = default;
};
std::string to_text(const Settlement& settlement);
/// Nothing for other commands.
std::optional<Settlement> settlement_of(const books::MeterCommand& command);

/// Of a clock command: a person says that a clock which is far off, or lost, shall be set all the same.
void confirm(books::MeterCommand& clock);
bool is_confirmed(const books::MeterCommand& command);

/// Of a void list: the void_number of the newest device on it.
void list_up_to(books::MeterCommand& list, std::int64_t edition);
std::int64_t edition_of(const books::MeterCommand& list);

/// Of parameters: names with the texts that are to be set; none: everything is read.
void set_parameters(books::MeterCommand& command, const devices::Settings& set);
devices::Settings set_of(const books::MeterCommand& command);

}  // namespace kwota::remote
