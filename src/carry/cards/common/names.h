// Commands and files of our cards in words, for traces, errors and support people.
#pragma once
#include <string>
#include <string_view>

#include "carry/iso7816/apdu.h"

namespace kwota::cards {

/// "instruction", "purse" …; "file 1F" for one that we do not know.
std::string file_name(std::uint8_t sfi);
/// What a command does: "UPDATE purse with MAC", "EXTERNAL AUTHENTICATE seller".
std::string name_of(const iso7816::Command& command);

}  // namespace kwota::cards
