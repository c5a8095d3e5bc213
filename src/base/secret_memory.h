// Memory for keys, components and PINs: pages of its own that are not swapped out (mlock), not written into core dumps
// (MADV_DONTDUMP) and wiped before they are given back. Some wiped pages are kept for the next key; a child that was forked has them
// without their lock, as it has every page. A process that holds components writes no core at all and lets no
// debugger of the same user in.
// Never: fails because the machine's limit of locked memory is small; then the pages are only kept out of dumps.
// Begin with SecretBytes (base/bytes.h); keep_secrets_out_of_dumps() belongs at the start of such a program.
#pragma once
#include <cstddef>
#include <cstdint>

namespace kwota {

/// Whole pages, zeroed; never null.
std::uint8_t* take_secret_pages(std::size_t bytes);
/// Wipes and gives back what take_secret_pages() gave for the same number of bytes.
void give_back_secret_pages(std::uint8_t* pages, std::size_t bytes);

/// What functions that have returned left on this thread's stack, below whoever calls this: a short secret stands in small strings
/// and parsers' locals there, which no allocator ever sees.
void wipe_spent_stack();

/// RLIMIT_CORE 0 and PR_SET_DUMPABLE 0, for the rest of the process. False when the system refused.
bool keep_secrets_out_of_dumps();

}  // namespace kwota
