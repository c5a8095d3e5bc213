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

/// Of several bits the one that weighs most: who is not believed is told nothing of the rest.
Again again_after(std::uint16_t serr) {
  if ((serr & serr::suspended) != 0) return Again::after_a_person;
  if ((serr & serr::identity) != 0) return Again::with_other_keys;
  if ((serr & serr::mac) != 0) return Again::if_believed;
  const auto final_bits = serr::customer | serr::count | serr::hoarding;
  return (serr & final_bits) != 0 ? Again::never : Again::later;
}

Again again_after(const Frame& frame) {
  if (frame.control.function() == function::security) return again_after(serr_in(frame));
  return frame.data.size() == 1 && (frame.data[0] & err::not_authorised) != 0 ? Again::if_authorised : Again::later;
}

}  // namespace

Error refused_by(const Frame& frame) {
  const bool secure = frame.control.function() == function::security;
  const auto bits = secure                   ? security_error_bits(serr_in(frame))
                    : frame.data.size() == 1 ? error_bits(frame.data[0])
                                             : std::vector<std::string_view>{};
  const auto reason = joined(bits);
  const auto again = again_after(frame);
  const auto* code = again == Again::after_a_person ? "meter_suspended" : "meter_refused";
  return error(Fault::meter, code, fmt::format("The meter refused ({}); nothing was changed in it.", reason),
               {{"reason", reason}}).trying(again);
}

bool is_refusal_of_item(const Error& error) { return error.fault == Fault::meter && error.again != Again::after_a_person; }

}  // namespace kwota::dlt645
