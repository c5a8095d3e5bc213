#include "carry/dlt645/status_words.h"

#include <fmt/format.h>


namespace kwota::dlt645 {
namespace {

using States = std::array<std::string_view, 4>;
constexpr States yes_no{"no", "yes"}, ok_low{"ok", "low"}, ok_fault{"ok", "fault"}, way{"forward", "reverse"}, off_on{"off", "on"},
    set_in_use{"first", "second"}, relay_states{"closed", "open"}, account_states{"opened", "not opened"},
    supplies{"mains", "auxiliary", "battery", "?"}, kinds_of_meter{"not prepaid", "energy", "money", "?"},
    integration{"sliding", "interval"};

constexpr unsigned run_word = 3, relay_bit = 4, relay_order_bit = 6, kind_bit = 8, power_protect_bit = 12;

constexpr StatusField fields[] = {
    {1, 1, "demand_integration", integration},
    {1, 2, "clock_battery", ok_low},
    {1, 3, "reading_battery", ok_low},
    {1, 4, "active_power", way},
    {1, 5, "reactive_power", way},
    {1, 8, "control_loop", ok_fault},
    {1, 9, "module", ok_fault},
    {1, 12, "program", ok_fault},
    {1, 13, "memory", ok_fault},
    {1, 14, "overdraft", yes_no},
    {1, 15, "clock", ok_fault},
    {2, 0, "active_power_a", way},
    {2, 1, "active_power_b", way},
    {2, 2, "active_power_c", way},
    {2, 4, "reactive_power_a", way},
    {2, 5, "reactive_power_b", way},
    {2, 6, "reactive_power_c", way},
    {3, 0, "period_set", set_in_use},
    {3, 1, "supply", supplies},
    {3, 3, "programming_allowed", yes_no},
    {run_word, relay_bit, "relay", relay_states},
    {3, 5, "zone_set", set_in_use},
    {run_word, relay_order_bit, "relay_order", relay_states},
    {3, 7, "pre_trip_alarm", off_on},
    {run_word, kind_bit, "kind", kinds_of_meter},
    {3, 10, "price_set", set_in_use},
    {3, 11, "step_set", set_in_use},
    {run_word, power_protect_bit, "power_protect", off_on},
    {3, 13, "identity_authenticated", yes_no},
    {3, 14, "local_account", account_states},
    {3, 15, "remote_account", account_states},
    // 4, 5 and 6 are the phases A, B and C.
    {4, 0, "voltage_lost", yes_no},
    {4, 1, "under_voltage", yes_no},
    {4, 2, "over_voltage", yes_no},
    {4, 3, "current_lost", yes_no},
    {4, 4, "over_current", yes_no},
    {4, 5, "overload", yes_no},
    {4, 6, "reverse_flow", yes_no},
    {4, 7, "phase_broken", yes_no},
    {4, 8, "current_broken", yes_no},
    {7, 0, "phase_sequence_wrong", yes_no},
    {7, 1, "current_sequence_wrong", yes_no},
    {7, 2, "voltage_unbalanced", yes_no},
    {7, 3, "current_unbalanced", yes_no},
    {7, 4, "auxiliary_supply_lost", yes_no},
    {7, 5, "power_lost", yes_no},
    {7, 6, "demand_limit", yes_no},
    {7, 7, "power_factor_low", yes_no},
    {7, 8, "current_badly_unbalanced", yes_no},
};

/// The three words of the phases are one layout.
constexpr unsigned layout_of(unsigned word) { return word == 5 || word == 6 ? 4 : word; }

}  // namespace

std::span<const StatusField> status_fields() { return fields; }

std::string_view StatusWord::state_of(const StatusField& field) const {
  return field.states[field.word == layout_of(word) ? bits >> field.bit & field.mask() : 0];
}

std::string_view StatusWord::state_of(std::string_view name) const {
  for (const auto& field : fields)
    if (field.word == layout_of(word) && field.name == name) return state_of(field);
  return {};
}

std::optional<RunState> StatusWord::run_state() const {
  if (word != run_word) return std::nullopt;
  const auto is_set = [this](unsigned bit) { return (bits >> bit & 1) != 0; };
  return RunState{is_set(relay_bit), is_set(relay_order_bit), is_set(power_protect_bit), static_cast<Prepaid>(bits >> kind_bit & 3)};
}

std::vector<unsigned> StatusWord::unknown_bits() const {
  unsigned rest = bits;
  for (const auto& field : fields)
    if (field.word == layout_of(word)) rest &= ~(field.mask() << field.bit);
  std::vector<unsigned> out;
  for (unsigned bit = 0; rest >> bit != 0; ++bit)
    if ((rest >> bit & 1) != 0) out.push_back(bit);
  return out;
}

std::string StatusWord::text() const {
  std::string names;
  const auto add = [&](const std::string& more) { names += (names.empty() ? " " : ", ") + more; };
  for (const auto& field : fields)
    if (const auto state = state_of(field); state != field.states[0])
      add(state == "yes" ? std::string{field.name} : fmt::format("{} {}", field.name, state));
  for (const auto bit : unknown_bits()) add(fmt::format("bit {}", bit));
  return fmt::format("{:04X}{}", bits, names);
}

}  // namespace kwota::dlt645
