// A meter's book of instructions: numbers without gaps, and of each number one revision that the meter takes, once.
// Guarantees: at most one number is under way to a meter; two revisions of a number that mean different sales have different
// amounts, so that the meter's word about the amount names the winner.
// Begin with: next_revision(), winner_of().
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "books/reader.h"

namespace kwota::counter {

/// Receipt numbers of an instruction, and back.
std::vector<std::string> sales_of(const books::Instruction& instruction);
/// Those of them whose credit it brings: take-backs bring none. In the order of their numbers.
std::vector<std::string> credited(const books::Reader& books, const books::Instruction& instruction);
/// What people know a sale by: what was paid for it, or its credit where nothing was.
Credit amount_of(const books::Sale& sale);

bool carries(const books::Instruction& instruction, std::string_view sale);

/// What a new instruction shall say.
struct InstructionRequest {
  books::InstructionKind kind = books::InstructionKind::credit;
  Credit amount;
  std::vector<std::string> sales;  ///< receipts whose credit is in `amount`
  std::string take_back;           ///< receipt of the take-back that this revision carries out; empty: none
};

/// The instruction after `meter.sold`, first revision.
books::Instruction next_number(const books::Meter& meter, const InstructionRequest& requested, Instant now);
/// Another revision of the number that is under way. Error `amount_ambiguous` when a former revision of other sales has this amount.
Result<books::Instruction> next_revision(const books::Reader& books, const books::Meter& meter, const InstructionRequest& requested, Instant now);
/// The meter's book after it.
books::Meter with(books::Meter meter, const books::Instruction& instruction);

/// Which revision of its number the meter took, by the amount and kind it names; nothing when we never made such a one.
std::optional<books::Instruction> winner_of(const std::vector<books::Instruction>& revisions, const books::Statement& statement);

}  // namespace kwota::counter
