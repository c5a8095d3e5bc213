#include "carry/remote_vending/refusal.h"

#include <fmt/format.h>

#include "carry/dlt645/security.h"

namespace kwota::dlt645 {
namespace {

std::string joined(const std::vector<std::string_view>& bits) {
  std::string text;
  for (const auto bit : bits) text += (text.empty() ? "" : ", ") + std::string{bit};
  return text.empty() ? "no reason" : text;
}

std::uint16_t serr_in(const Frame& frame) {
  return frame.data.size() == 2 ? static_cast<std::uint16_t>(frame.data[1] << 8 | frame.data[0]) : serr::other;
}

}  // namespace

Error refused_by(const Frame& frame) {
  const bool secure = frame.control.function() == function::security;
  const auto bits = secure                   ? security_error_bits(serr_in(frame))
                    : frame.data.size() == 1 ? error_bits(frame.data[0])
                                             : std::vector<std::string_view>{};
  const auto reason = joined(bits);
  return error(Fault::meter, "meter_refused", fmt::format("The meter refused ({}); nothing was changed in it.", reason),
               {{"reason", reason}});
}

}  // namespace kwota::dlt645
