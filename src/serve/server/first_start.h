// The first start of an empty data folder: the utility, one station with a till, the administrator with a one-time password.
// Guarantees: done once; there is no password that anybody could know beforehand.
#pragma once
#include "serve/api/server_parts.h"

namespace kwota::serve {

struct FirstStart {
  books::Utility utility;
  std::vector<books::Code> models{};  ///< that the program knows (models/); its value is the number of its rates, prices by time of day
  std::string station = "S01", station_name = "Station", receipt_prefix = "R1", till = "T1";
};

/// The administrator's one-time password, or nothing when the books were there already.
Result<std::optional<std::string>> first_start(store::Books& books, Random& random, const FirstStart& settings);

}  // namespace kwota::serve
