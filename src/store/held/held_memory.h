// Memory that is held from one statement to the next. SQLite takes some two hundred small pieces for one sale and gives each back at the end of its
// statement; Debian's has no store of its own for them. Here each thread keeps what it was given back, by size, and gives it out again.
// Guarantees: what a thread keeps is bounded, and given back when it ends; a piece may be given back by another thread than took it; its beginning suits
// whatever may stand there. Under sanitizers nothing is kept, so that they see what is used after it was given back.
// Begin with take_memory().
#pragma once

namespace kwota::store {

/// Null: there is no more.
void* take_memory(int bytes);
void give_back_memory(void* piece);
/// The same piece, or another with what stood there.
void* take_larger_memory(void* piece, int bytes);
/// What it has room for; at least what was asked.
int room_in_memory(void* piece);
/// What so many bytes will get.
int room_for(int bytes);

}  // namespace kwota::store
