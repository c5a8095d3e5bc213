// A person at a terminal: questions on stderr, answers from standard input, so that stdout stays for what a script reads.
// Guarantees: what is asked unseen is not echoed and goes from the terminal into locked memory without a copy in between; the
// echo comes back in every case, also when a signal ends the program; a terminal that was closed is an error, never an empty
// answer. Begin with ask() and ask_unseen().
#pragma once
#include <string>

#include "base/bytes.h"

namespace kwota::app {

/// One line, without its end. Errors: `terminal_closed`, `answer_too_long`.
Result<std::string> ask(const std::string& question);
/// The same, typed unseen when a person types it.
Result<SecretBytes> ask_unseen(const std::string& question);
/// What his telephone shows, for who has a second factor.
Result<std::string> ask_code(const std::string& name);
/// A new PIN of whoever sits there, typed unseen twice until it is the same. `whose`: "your card (6 digits)".
Result<SecretBytes> ask_new_pin(const std::string& whose);

/// Clears the screen, so that the next person sees nothing of the one before, and calls him.
void next_person(const std::string& name);
void clear_screen();

}  // namespace kwota::app
