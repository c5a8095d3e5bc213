#include "sell/ledger/chart.h"

#include <fmt/format.h>

namespace kwota::ledger {

std::string till_cash(std::string_view station, std::string_view till) { return fmt::format("till/{}/{}/cash", station, till); }
std::string till_float(std::string_view station, std::string_view till) { return fmt::format("float/{}/{}", station, till); }
std::string safe(std::string_view station) { return fmt::format("safe/{}", station); }
std::string fee(std::string_view charge) { return fmt::format("fee/{}", charge); }
std::string tax(std::string_view charge) { return fmt::format("tax/{}", charge); }
std::string debt(std::string_view id) { return fmt::format("debt/{}", id); }
std::string customer_balance(std::int64_t account) { return fmt::format("customer/{}/balance", account); }
std::string supplement(std::string_view reason_code) { return fmt::format("supplement/{}", reason_code); }

}  // namespace kwota::ledger
