// Every text that a person sees, in their language: one flat dictionary a language, the same files that the console uses.
// Guarantees: a key that a dictionary lacks is shown as the key, never as nothing; placeholders are replaced once.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kwota::serve {

/// The languages we speak, as there are dictionaries; the first is the fallback.
const std::vector<std::string>& languages();
bool speaks(std::string_view language);
/// Error `unknown_language` {language}.
Result<void> spoken(const std::string& language);
/// The best of ours for an Accept-Language header.
std::string choose_language(std::string_view accept_language);

/// Text of `key` with {placeholders} from `details`.
std::string say(std::string_view language, std::string_view key, const Details& details = {});
/// What of a family of texts there is behind its prefix: "sale_kind." has "open", "recharge" …
std::vector<std::string> words_behind(std::string_view prefix);
/// The sentence of an error: `error.<code>`, or its own English sentence when the dictionary has none.
std::string say(std::string_view language, const Error& error);

/// What of an error's details is a word of the program – a state, a right, the name of a field –, by what people call it in that language: what its sentence says.
Details called_in(std::string_view language, const Error& error);

}  // namespace kwota::serve
