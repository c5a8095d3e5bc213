// What letters say: one declared list of templates, one line a kind, in the language of whoever gets it; below it the utility's own line, which is a setting.
// Guarantees: what comes out of the books is put into a template once and is a text there, never a template again.
// Begin with composed().
#pragma once
#include "books/reader.h"
#include "books/rows/office/notice.h"
#include "work/letters/decisions.h"

namespace kwota::serve {

/// Subject, text and language; of a short message the text alone, without anything below it.
letters::Wanted composed(const books::Reader& books, books::LetterKind kind, books::LetterWay way, std::string_view language, Details details, Instant now);

/// The sentence of a notice in the reader's language; the text as it was said where its figures are lost.
std::string notice_sentence(const books::Notice& notice, std::string_view language);

/// One of ours: his own, else the first.
std::string language_for(std::string_view wanted);

}  // namespace kwota::serve
